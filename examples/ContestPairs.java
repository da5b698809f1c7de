import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;

/** A contest program with a reader of its own: for each test case, the pairs whose sum is at most a limit. */
public class ContestPairs {
    public static void main(String[] args) throws IOException {
        Reader in = new Reader();
        int tests = in.nextInt();
        StringBuilder out = new StringBuilder();
        while (tests-- > 0) {
            int n = in.nextInt();
            int limit = in.nextInt();
            int[] values = new int[n];
            for (int i = 0; i < n; i++) {
                values[i] = in.nextInt();
            }
            out.append(pairs(values, limit)).append('\n');
        }
        System.out.print(out);
    }

    private static long pairs(int[] values, int limit) {
        Arrays.sort(values);
        long count = 0;
        int left = 0;
        int right = values.length - 1;
        while (left < right) {
            if (values[left] + values[right] <= limit) {
                count += right - left;
                left++;
            } else {
                right--;
            }
        }
        return count;
    }

    private static class Reader {
        private final DataInputStream in = new DataInputStream(System.in);
        private final byte[] buffer = new byte[1 << 16];
        private int at = 0;
        private int filled = 0;

        private int read() throws IOException {
            if (at == filled) {
                filled = in.read(buffer, 0, buffer.length);
                at = 0;
                if (filled <= 0) {
                    return -1;
                }
            }
            return buffer[at++];
        }

        int nextInt() throws IOException {
            int c = read();
            while (c <= ' ') {
                c = read();
            }
            boolean negative = c == '-';
            if (negative) {
                c = read();
            }
            int value = 0;
            while (c >= '0' && c <= '9') {
                value = value * 10 + (c - '0');
                c = read();
            }
            return negative ? -value : value;
        }
    }
}
