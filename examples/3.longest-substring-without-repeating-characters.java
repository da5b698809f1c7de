/*
 * @lc app=leetcode id=3 lang=java
 *
 * [3] Longest Substring Without Repeating Characters
 *
 * Constraints:
 * 0 <= s.length <= 5 * 10^4
 */
import java.util.HashMap;
import java.util.Map;

// @lc code=start
class Solution {
    public int lengthOfLongestSubstring(String s) {
        Map<Character, Integer> lastSeen = new HashMap<>();
        int longest = 0;
        int start = 0;
        for (int end = 0; end < s.length(); end++) {
            char letter = s.charAt(end);
            if (lastSeen.containsKey(letter)) {
                start = Math.max(start, lastSeen.get(letter) + 1);
            }
            lastSeen.put(letter, end);
            longest = Math.max(longest, end - start + 1);
        }
        return longest;
    }
}
// @lc code=end
