package io.gatewatch.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class TargetLabelTest extends ResultsWorld {

    private static final int MOST = 3;

    @Autowired
    private JdbcTemplate template;

    private void meet(int most, LongStream urls) {
        long gateway = gateways.meet(List.of("GW1")).get("GW1");
        List<Tally.Target> targets = urls.mapToObj(url -> new Tally.Target(gateway, url, Protocol.HTTP))
                .toList();
        Targets labels = new Targets(template, new TargetProperties(most));
        transaction.executeWithoutResult(status -> labels.meet(targets, NOON));
    }

    private List<Long> labelled() {
        return jdbc.sql("select url_id from target_totals where labelled order by 1")
                .query(Long.class)
                .list();
    }

    private void urls(int count) {
        for (long id = 1001; id <= 1000 + count; id++) {
            jdbc.sql("insert into url (id, text, hash) values (?, ?, decode(md5(?), 'hex'))")
                    .params(id, "u" + id, "u" + id)
                    .update();
        }
    }

    @Test
    void theFirstTargetsHaveLabelsAndLaterOnesAreOthersForGood() {
        urls(5);
        meet(MOST, LongStream.of(1005, 1004));
        meet(MOST, LongStream.of(1001, 1002, 1005));
        assertThat(labelled()).containsExactly(1001L, 1004L, 1005L);
        meet(MOST + 5, LongStream.of(1002, 1003));
        assertThat(labelled()).containsExactly(1001L, 1003L, 1004L, 1005L);
    }

    @Test
    void replicasThatMeetTargetsAtOnceGiveNoLabelTooMany() {
        urls(40);
        gateways.meet(List.of("GW1"));
        List<CompletableFuture<Void>> replicas = IntStream.range(0, 4)
                .mapToObj(replica -> CompletableFuture.runAsync(() -> IntStream.range(0, 10)
                        .forEach(i -> meet(MOST, LongStream.of(1001 + replica * 10 + i, 1001 + (i * 7) % 40)))))
                .toList();
        replicas.forEach(CompletableFuture::join);
        assertThat(labelled()).hasSize(MOST);
        assertThat(jdbc.sql("select count(*) from target_totals")
                        .query(Long.class)
                        .single())
                .isEqualTo(40);
    }
}
