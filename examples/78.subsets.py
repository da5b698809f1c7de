#
# @lc app=leetcode id=78 lang=python3
#
# [78] Subsets
#
# Backtracking: at each item the search goes on twice, with it and without it.
# Each of the 2ⁿ leaves copies the path.

from typing import List


# @lc code=start
class Solution:
    def subsets(self, nums: List[int]) -> List[List[int]]:
        found = []
        path = []

        def search(at: int) -> None:
            if at == len(nums):
                found.append(path[:])
                return
            search(at + 1)
            path.append(nums[at])
            search(at + 1)
            path.pop()

        search(0)
        return found
# @lc code=end
