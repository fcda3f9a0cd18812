/** The Helm chart, rendered by the real engine and held against Kubernetes' own shapes. */
package io.gatewatch.chart;
