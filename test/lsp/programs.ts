/** Programs for the tests of the server; what is expected of them is true in any wording. */

export const URI = 'file:///solutions/program.py';

/** O(n^2), by a front pop in a loop. */
export const FRONT_POP = `def drain(nums):
    queue = []
    for x in nums:
        queue.append(x)
    total = 0
    while queue:
        total += queue.pop(0)
    return total
`;

/** O(n log n), with a helper. */
export const SORTED = `class Solution:
    def twoSmallest(self, nums: List[int]) -> int:
        ordered = sorted(nums)
        return self.add(ordered[0], ordered[1])

    def add(self, a: int, b: int) -> int:
        return a + b
`;

export const CACHE = `class Counter:
    def __init__(self):
        self.counts = {}

    def add(self, key: int) -> None:
        self.counts[key] = self.counts.get(key, 0) + 1

    def ordered(self) -> List[int]:
        return sorted(self.counts)
`;

/** The same as `SORTED`, in Java. */
export const SORTED_JAVA = `class Solution {
    /** The sum of the two least. */
    public int twoSmallest(int[] nums) {
        int[] ordered = nums.clone();
        Arrays.sort(ordered);
        return add(ordered[0], ordered[1]);
    }

    private int add(int a, int b) {
        return a + b;
    }
}
`;
