/**
 * Two replicas, a simulated Central, and the real Prometheus and Alertmanager that watch them. It takes minutes and tools from
 * elsewhere, so no class here is named as a test: {@code mvn test -Dtest=AlertRehearsal}.
 */
package io.gatewatch.rehearsal;
