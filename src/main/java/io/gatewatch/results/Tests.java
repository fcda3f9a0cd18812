package io.gatewatch.results;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door out to single tests: pages of them, one whole, and the document it was made from. */
@Component
public class Tests {

    private static final Sort NEWEST_FIRST = Sort.by(Sort.Direction.DESC, "observedAt", "taskId");

    private static final String COUNT = "select count(*) from (select from http_test t where %s limit :most) t";

    private final HttpTestRows rows;
    private final JdbcClient jdbc;
    private final KnownGateways gateways;
    private final Reading reading;

    Tests(HttpTestRows rows, JdbcClient jdbc, KnownGateways gateways, Reading reading) {
        this.rows = rows;
        this.jdbc = jdbc;
        this.gateways = gateways;
        this.reading = reading;
    }

    /** At most {@code limit} tests, newest first; nothing at all of a gateway that was never seen. */
    public Optional<List<StoredTest>> page(TestsQuestion question, int limit) {
        return reading.find(() -> gateways.id(question.serialNumber()).map(id -> page(asked(id, question), limit)));
    }

    private List<StoredTest> page(Specification<HttpTestRow> asked, int limit) {
        return rows
                .findBy(
                        asked,
                        tests -> tests.project("gateway", "url")
                                .sortBy(NEWEST_FIRST)
                                .limit(limit)
                                .all())
                .stream()
                .map(HttpTestRow::stored)
                .toList();
    }

    /** How many tests all pages have together, counted no further than {@code most}; as {@link #page}. */
    public Optional<Long> count(TestsQuestion question, int most) {
        return reading.find(() -> gateways.id(question.serialNumber()).map(id -> count(id, question, most)));
    }

    private long count(long gatewayId, TestsQuestion question, int most) {
        Choice choice = Choice.ofGateways(List.of(gatewayId))
                .from("observed_at", question.from())
                .before("observed_at", question.to())
                .outcome(question.outcome())
                .url(question.url())
                .protocol(question.protocol());
        return jdbc.sql(COUNT.formatted(choice.sql()))
                .params(choice.params())
                .param("most", most)
                .query(Long.class)
                .single();
    }

    /** The test of this task that was observed then, with its responses and raw output. */
    public Optional<StoredTest.Whole> find(long gatewayId, Instant observedAt, String taskId) {
        return reading.find(() -> rows.findByGatewayIdAndObservedAtAndTaskId(gatewayId, observedAt, taskId)
                .map(test -> new StoredTest.Whole(
                        test.stored(),
                        rows.rawOutput(gatewayId, observedAt, taskId).orElse(null),
                        rows.responses(gatewayId, observedAt, taskId).stream()
                                .map(ResponseRow::sample)
                                .toList())));
    }

    /** The document as Central sent it. */
    public Optional<String> document(long gatewayId, Instant observedAt, String taskId) {
        return reading.find(() -> rows.document(gatewayId, observedAt, taskId)).map(Documents::unpacked);
    }

    private static Specification<HttpTestRow> asked(long gatewayId, TestsQuestion question) {
        return (test, query, is) -> is.and(conditions(gatewayId, question, test, is));
    }

    /** The gateway by its id, so that one index gives the tests in order. */
    private static Predicate[] conditions(
            long gatewayId, TestsQuestion question, Root<HttpTestRow> test, CriteriaBuilder is) {
        List<Predicate> all = new ArrayList<>();
        all.add(is.equal(test.get("gatewayId"), gatewayId));
        all.add(is.greaterThanOrEqualTo(test.get("observedAt"), question.from()));
        all.add(is.lessThan(test.get("observedAt"), question.to()));
        if (question.outcome() != null) {
            all.add(is.equal(test.get("outcome"), question.outcome().text()));
        }
        if (question.url() != null) {
            all.add(is.equal(
                    test.get("url").get("hash"),
                    HexFormat.of().parseHex(Url.of(question.url()).hash())));
        }
        if (question.protocol() != null) {
            all.add(is.equal(test.get("protocol"), question.protocol().text()));
        }
        if (question.after() != null) {
            all.add(after(question.after(), test, is));
        }
        return all.toArray(Predicate[]::new);
    }

    /** The first condition is what an index can begin at. */
    private static Predicate after(TestsQuestion.Position position, Root<HttpTestRow> test, CriteriaBuilder is) {
        return is.and(
                is.lessThanOrEqualTo(test.get("observedAt"), position.observedAt()),
                is.or(
                        is.lessThan(test.get("observedAt"), position.observedAt()),
                        is.lessThan(test.get("taskId"), position.taskId())));
    }
}
