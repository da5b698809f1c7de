# Each function works, and costs more than it has to. The
# underlined places have quick fixes: put the cursor on one
# and press Ctrl+. (Cmd+. on a Mac), or open the report.

from typing import Dict, List


def reachable(graph: Dict[int, List[int]], start: int) -> int:
    """The front of a list: every pop(0) moves all the other items."""
    queue = [start]
    seen = {start}
    while queue:
        node = queue.pop(0)
        for neighbour in graph[node]:
            if neighbour not in seen:
                seen.add(neighbour)
                queue.append(neighbour)
    return len(seen)


def first_missing(nums: List[int]) -> int:
    """Membership in a list: each test looks through it."""
    candidate = 1
    while candidate in nums:
        candidate += 1
    return candidate


def common(first: List[int], second: List[int]) -> List[int]:
    """The same, in a loop over another list."""
    return [x for x in first if x in second]


def spell(words: List[str]) -> str:
    """A string that grows in a loop: each += copies it."""
    text = ""
    for word in words:
        text += word + " "
    return text


def diagonal(n: int) -> List[List[int]]:
    """Rows that are one and the same list: writing to one writes to all."""
    table = [[0] * n] * n
    for i in range(n):
        table[i][i] = 1
    return table


def collect(value: int, into: List[int] = []) -> List[int]:
    """A default that is made once and shared by all calls."""
    into.append(value)
    return into


def climb(steps: int) -> int:
    """Recursion that solves the same parts again and again."""
    if steps <= 1:
        return 1
    return climb(steps - 1) + climb(steps - 2)
