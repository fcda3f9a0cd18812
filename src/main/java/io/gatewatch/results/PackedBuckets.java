package io.gatewatch.results;

import java.io.ByteArrayOutputStream;
import java.util.SortedMap;

/**
 * Buckets of response times in one value: of each bucket its index in two bytes, the higher first, then its count in seven
 * bits a byte, the lowest first, where all bytes but the last have the highest bit. Values put one after the other are the
 * buckets of all. PostgreSQL hands such a value on as it is, while it writes an array out number by number, which takes a
 * reader of many hours most of its time.
 */
final class PackedBuckets {

    private final byte[] bytes;
    private int at;

    private PackedBuckets(byte[] bytes) {
        this.bytes = bytes;
    }

    static byte[] of(SortedMap<Short, Long> counts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(counts.size() * 3);
        counts.forEach((index, count) -> {
            bytes.write(index >> 8);
            bytes.write(index);
            long rest = count;
            for (; rest > 0x7f; rest >>>= 7) {
                bytes.write((int) rest | 0x80);
            }
            bytes.write((int) rest);
        });
        return bytes.toByteArray();
    }

    /** How many response times were counted. */
    static long total(byte[] bytes) {
        PackedBuckets buckets = new PackedBuckets(bytes);
        long total = 0;
        while (buckets.at < bytes.length) {
            buckets.index();
            total += buckets.count();
        }
        return total;
    }

    static void addTo(LatencyCounts counts, byte[] bytes) {
        PackedBuckets buckets = new PackedBuckets(bytes);
        while (buckets.at < bytes.length) {
            counts.add(buckets.index(), buckets.count());
        }
    }

    private short index() {
        return (short) (bytes[at++] << 8 | (bytes[at++] & 0xff));
    }

    private long count() {
        long count = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            count |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return count;
            }
        }
    }
}
