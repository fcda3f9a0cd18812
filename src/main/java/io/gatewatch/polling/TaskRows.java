package io.gatewatch.polling;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

interface TaskRows extends Repository<TaskRow, String>, JpaSpecificationExecutor<TaskRow> {

    Optional<TaskRow> findByTaskId(String taskId);

    List<TaskRow> findByTaskIdIn(List<String> taskIds);
}
