/** What {@code mvn spring-boot:test-run} starts: all of Gatewatch with nothing to install first. */
package io.gatewatch.demo;
