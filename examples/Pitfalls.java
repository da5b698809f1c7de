import java.util.ArrayList;
import java.util.List;

/** What Big-O Lens underlines. */
class Pitfalls {
    /** Each turn copies the text so far. */
    String shout(String[] words) {
        String text = "";
        for (String word : words) {
            text += word.toUpperCase();
        }
        return text;
    }

    /** Each test looks at every element. */
    List<Integer> common(List<Integer> a, List<Integer> b) {
        List<Integer> found = new ArrayList<>();
        for (int x : a) {
            if (b.contains(x)) {
                found.add(x);
            }
        }
        return found;
    }

    /** Each removal moves all the others. */
    int drain(List<Integer> queue) {
        int total = 0;
        while (!queue.isEmpty()) {
            total += queue.remove(0);
        }
        return total;
    }
}
