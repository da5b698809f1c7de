/*
 * @lc app=leetcode id=207 lang=java
 *
 * [207] Course Schedule
 *
 * Constraints:
 * 1 <= numCourses <= 2000
 * 0 <= prerequisites.length <= 5000
 */
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

// @lc code=start
class Solution {
    /** Takes the courses in an order in which nothing is missing; each course and each prerequisite is looked at once. */
    public boolean canFinish(int numCourses, int[][] prerequisites) {
        List<List<Integer>> unlocks = new ArrayList<>();
        for (int course = 0; course < numCourses; course++) {
            unlocks.add(new ArrayList<>());
        }
        int[] missing = new int[numCourses];
        for (int[] pair : prerequisites) {
            unlocks.get(pair[1]).add(pair[0]);
            missing[pair[0]]++;
        }
        Queue<Integer> ready = new ArrayDeque<>();
        for (int course = 0; course < numCourses; course++) {
            if (missing[course] == 0) {
                ready.offer(course);
            }
        }
        int taken = 0;
        while (!ready.isEmpty()) {
            int course = ready.poll();
            taken++;
            for (int next : unlocks.get(course)) {
                missing[next]--;
                if (missing[next] == 0) {
                    ready.offer(next);
                }
            }
        }
        return taken == numCourses;
    }
}
// @lc code=end
