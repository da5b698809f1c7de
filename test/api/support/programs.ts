/** Programs that tests send. */

export const TWO_SUM = `# @lc app=leetcode id=1 lang=python3
#
# [1] Two Sum
# https://leetcode.com/problems/two-sum/
#
class Solution:
    def twoSum(self, nums, target):
        seen = {}
        for i, x in enumerate(nums):
            if target - x in seen:
                return [seen[target - x], i]
            seen[x] = i
`;

/** Quadratic, with a finding: elements are taken from the front of a list. */
export const QUEUE = `class Solution:
    def drain(self, nums):
        while nums:
            nums.pop(0)
`;
