#
# @lc app=leetcode id=1011 lang=python3
#
# [1011] Capacity To Ship Packages Within D Days
#
# Binary search over the answer: the range of capacities is halved, and
# each trial walks over all weights.

from typing import List


# @lc code=start
class Solution:
    def shipWithinDays(self, weights: List[int], days: int) -> int:
        low, high = max(weights), sum(weights)
        while low < high:
            middle = (low + high) // 2
            if self.daysNeeded(weights, middle) <= days:
                high = middle
            else:
                low = middle + 1
        return low

    def daysNeeded(self, weights: List[int], capacity: int) -> int:
        days, load = 1, 0
        for weight in weights:
            if load + weight > capacity:
                days += 1
                load = 0
            load += weight
        return days
# @lc code=end
