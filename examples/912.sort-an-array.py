#
# @lc app=leetcode id=912 lang=python3
#
# [912] Sort an Array
#
# Constraints:
#   1 <= nums.length <= 5 * 10^4
#
# Divide and conquer: two halves and a linear merge, so T(n) = 2 T(n/2) + n.

from typing import List


# @lc code=start
class Solution:
    def sortArray(self, nums: List[int]) -> List[int]:
        if len(nums) <= 1:
            return nums
        middle = len(nums) // 2
        return self.merge(self.sortArray(nums[:middle]), self.sortArray(nums[middle:]))

    def merge(self, left: List[int], right: List[int]) -> List[int]:
        merged = []
        i = j = 0
        while i < len(left) and j < len(right):
            if left[i] <= right[j]:
                merged.append(left[i])
                i += 1
            else:
                merged.append(right[j])
                j += 1
        merged.extend(left[i:])
        merged.extend(right[j:])
        return merged
# @lc code=end
