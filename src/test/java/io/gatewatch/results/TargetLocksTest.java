package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewatch.Interleaving;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Those who add to targets, some of which they make themselves, interleaved three or four at a time. */
class TargetLocksTest extends ResultsWorld {

    private static final int ROUNDS = 100;

    @Autowired
    private DataSource connections;

    @Autowired
    private TargetTotals totals;

    @Autowired
    private Targets targets;

    private Random random = new Random(0);
    private int made;

    @Test
    void whoMakesATargetIsNotWaitedForByWhomTheyWaitFor() throws Exception {
        long gateway = gateways.meet(List.of("GW1")).get("GW1");
        List<String> wrong = new ArrayList<>();
        try (Interleaving interleaving = new Interleaving(connections)) {
            for (int round = 0; round < ROUNDS; round++) {
                random = new Random(round);
                List<Tally.Target> known = urls(round)
                        .map(url -> new Tally.Target(gateway, url, Protocol.HTTP))
                        .toList();
                String where = "Round " + round + ", ";
                interleaving.run(List.of(), works(known), random).forEach(what -> wrong.add(where + what));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(jdbc.sql("select sum(successful_tests) from target_totals")
                        .query(Integer.class)
                        .single())
                .isEqualTo(made);
    }

    private Stream<Long> urls(int round) {
        return IntStream.range(0, 4)
                .mapToObj(
                        i -> jdbc.sql("insert into url (text, hash) values (:text, sha256(:text::bytea)) returning id")
                                .param("text", "url-" + round + "-" + i)
                                .query(Long.class)
                                .single());
    }

    private List<Runnable> works(List<Tally.Target> known) {
        return IntStream.range(0, 3 + random.nextInt(2))
                .mapToObj(i -> random.nextInt(3) == 0 ? meeting(some(known)) : adding(some(known)))
                .toList();
    }

    private List<Tally.Target> some(List<Tally.Target> known) {
        List<Tally.Target> shuffled = new ArrayList<>(known);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, 1 + random.nextInt(known.size()));
    }

    private Runnable meeting(List<Tally.Target> some) {
        return () -> transaction.executeWithoutResult(status -> targets.meet(some, NOON));
    }

    private Runnable adding(List<Tally.Target> some) {
        List<RecordedTest> tests = some.stream()
                .map(target -> new RecordedTest(
                        Told.test("t" + made++, NOON).finished(target.gatewayId(), NOON), Url.UNKNOWN, target))
                .toList();
        return () -> transaction.executeWithoutResult(status -> totals.add(tests));
    }
}
