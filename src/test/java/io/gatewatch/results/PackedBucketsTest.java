package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets packed into bytes are those that went in, also where several lie one after the other. */
class PackedBucketsTest {

    private final SortedMap<Short, Long> counts = new TreeMap<>();

    @Test
    void lieInBytesAsTheTableHasThem() {
        counts.put(LatencyBuckets.ZERO, 1L);
        counts.put((short) -17, 127L);
        counts.put((short) 258, 300L);
        assertThat(HexFormat.of().formatHex(PackedBuckets.of(counts))).isEqualTo("800001" + "ffef7f" + "0102ac02");
    }

    @Test
    void nothingIsNoByteAtAll() {
        assertThat(PackedBuckets.of(counts)).isEmpty();
        assertThat(PackedBuckets.total(new byte[0])).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void anyCountsComeBack(int seed) {
        Random random = new Random(seed);
        LatencyCounts expected = new LatencyCounts();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        long total = 0;
        for (int hour = 0; hour < 20; hour++) {
            counts.clear();
            for (int i = 0; i < random.nextInt(40); i++) {
                short index = random.nextInt(9) == 0 ? LatencyBuckets.ZERO : (short) (random.nextInt(16_000) - 8_000);
                counts.put(index, random.nextLong(1L << random.nextInt(1, 50)) + 1);
            }
            counts.forEach(expected::add);
            total += counts.values().stream().mapToLong(n -> n).sum();
            all.writeBytes(PackedBuckets.of(counts));
        }
        LatencyCounts unpacked = new LatencyCounts();
        PackedBuckets.addTo(unpacked, all.toByteArray());
        assertThat(PackedBuckets.total(all.toByteArray())).isEqualTo(total);
        for (int i = 0; i < 200; i++) {
            long rank = random.nextLong(total) + 1;
            assertThat(unpacked.middleOfRank(rank)).isEqualTo(expected.middleOfRank(rank));
        }
    }
}
