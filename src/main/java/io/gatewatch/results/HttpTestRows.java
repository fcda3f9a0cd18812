package io.gatewatch.results;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface HttpTestRows extends Repository<HttpTestRow, HttpTestRow.Key>, JpaSpecificationExecutor<HttpTestRow> {

    @EntityGraph(attributePaths = {"gateway", "url"})
    Optional<HttpTestRow> findByGatewayIdAndObservedAtAndTaskId(long gatewayId, Instant observedAt, String taskId);

    @Query(
            "select r from ResponseRow r where r.gatewayId = ?1 and r.observedAt = ?2 and r.taskId = ?3 order by r.position")
    List<ResponseRow> responses(long gatewayId, Instant observedAt, String taskId);

    @Query(
            value = "select document from http_test where gateway_id = ?1 and observed_at = ?2 and task_id = ?3",
            nativeQuery = true)
    Optional<byte[]> document(long gatewayId, Instant observedAt, String taskId);

    @Query(
            value = "select raw_output from http_test where gateway_id = ?1 and observed_at = ?2 and task_id = ?3",
            nativeQuery = true)
    Optional<String> rawOutput(long gatewayId, Instant observedAt, String taskId);
}
