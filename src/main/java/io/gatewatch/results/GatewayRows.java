package io.gatewatch.results;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface GatewayRows extends Repository<GatewayRow, Long> {

    Optional<GatewayRow> findBySerialNumber(String serialNumber);
}
