#
# @lc app=leetcode id=1 lang=python3
#
# [1] Two Sum
#
# Constraints:
#   2 <= nums.length <= 10^4
#
# Two nested loops over all pairs: n²/2 turns.
# Rest the pointer on `twoSum`, on a loop, or on a call.

from typing import List


# @lc code=start
class Solution:
    def twoSum(self, nums: List[int], target: int) -> List[int]:
        for i in range(len(nums)):
            for j in range(i + 1, len(nums)):
                if nums[i] + nums[j] == target:
                    return [i, j]
        return []
# @lc code=end
