package io.gatewatch.polling;

import io.gatewatch.results.Documents;
import io.gatewatch.results.Protocol;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A task as it lies in its table; only read here, because every write of one is guarded by its state and fence. */
@Entity
@Immutable
@Table(name = "task")
@SuppressWarnings("NullAway.Init")
class TaskRow {

    @Id
    String taskId;

    Long gatewayId;

    @Formula("(select g.serial_number from gateway g where g.id = gateway_id)")
    String serialNumber;

    String protocol;

    @Nullable
    String urlHint;

    String state;
    Instant registeredAt;
    Instant dueAt;
    int polls;

    @Nullable
    Integer progressPercent;

    @Nullable
    String lastStatus;

    @Nullable
    String lastError;

    byte @Nullable [] document;

    @Nullable
    String unreadableBody;

    @Nullable
    Instant settledAt;

    @Nullable
    Instant observedAt;

    Task task() {
        TaskState at = TaskState.of(state).orElseThrow();
        return new Task(
                taskId,
                serialNumber,
                Protocol.of(protocol).orElseThrow(),
                urlHint,
                at,
                registeredAt,
                at == TaskState.PENDING ? dueAt : null,
                polls,
                progressPercent,
                lastStatus,
                lastError,
                settledAt,
                unreadableBody);
    }

    Task.Kept kept() {
        return new Task.Kept(task(), gatewayId, document == null ? null : Documents.unpacked(document), observedAt);
    }
}
