# A program in contest style: it reads its input, so the symbols come from the
# values read. Bounds are for one test case.
#
# A stack of open questions: each index is pushed once and popped at most once.

import sys


def solve(n, heights):
    answer = [-1] * n
    stack = []
    for i in range(n):
        while stack and heights[stack[-1]] < heights[i]:
            answer[stack.pop()] = heights[i]
        stack.append(i)
    return answer


def main():
    read = sys.stdin.readline
    tests = int(read())
    for _ in range(tests):
        n = int(read())
        heights = list(map(int, read().split()))
        print(*solve(n, heights))


main()
