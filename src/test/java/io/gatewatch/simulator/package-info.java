/** HPE Aruba Networking Central as far as this service sees it, on loopback and with a clock that tests can set. */
package io.gatewatch.simulator;
