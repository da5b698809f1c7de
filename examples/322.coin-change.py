#
# @lc app=leetcode id=322 lang=python3
#
# [322] Coin Change
#
# Recursion with a memo: one call for each amount, and in each a loop over the coins.

from functools import cache
from math import inf
from typing import List


# @lc code=start
class Solution:
    def coinChange(self, coins: List[int], amount: int) -> int:
        @cache
        def fewest(rest: int) -> float:
            if rest == 0:
                return 0
            best = inf
            for coin in coins:
                if coin <= rest:
                    best = min(best, 1 + fewest(rest - coin))
            return best

        answer = fewest(amount)
        return -1 if answer == inf else int(answer)
# @lc code=end
