#
# @lc app=leetcode id=200 lang=python3
#
# [200] Number of Islands
#
# A search over a grid: each cell is marked before it is queued, so it is
# visited once, whatever the loops look like.

from collections import deque
from typing import List


# @lc code=start
class Solution:
    def numIslands(self, grid: List[List[str]]) -> int:
        rows, columns = len(grid), len(grid[0])
        seen = set()

        def flood(row: int, column: int) -> None:
            queue = deque([(row, column)])
            seen.add((row, column))
            while queue:
                r, c = queue.popleft()
                for next_r, next_c in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                    inside = 0 <= next_r < rows and 0 <= next_c < columns
                    if inside and grid[next_r][next_c] == "1" and (next_r, next_c) not in seen:
                        seen.add((next_r, next_c))
                        queue.append((next_r, next_c))

        islands = 0
        for row in range(rows):
            for column in range(columns):
                if grid[row][column] == "1" and (row, column) not in seen:
                    flood(row, column)
                    islands += 1
        return islands
# @lc code=end
