{{/* What no schema can say: each fails the render in a sentence that says what to do. */}}
{{- define "gatewatch.checks" -}}
{{- include "gatewatch.checkAddresses" . }}
{{- include "gatewatch.checkSecrets" . }}
{{- include "gatewatch.checkRest" . }}
{{- end }}

{{- define "gatewatch.checkAddresses" -}}
{{- if not .Values.database.url }}
{{- fail "database.url is empty: put the address of your PostgreSQL there, such as jdbc:postgresql://db.example.com/gatewatch; this chart brings no database." }}
{{- end }}
{{- if not (hasPrefix "jdbc:postgresql:" .Values.database.url) }}
{{- fail "database.url is no address of a PostgreSQL: put one such as jdbc:postgresql://db.example.com/gatewatch there." }}
{{- end }}
{{- if regexMatch "[?&](user|password)=" .Values.database.url }}
{{- fail "database.url holds a user or password and would be readable in a ConfigMap: put them into database.username and database.password, or into existingSecret." }}
{{- end }}
{{- if .Values.polling.enabled }}
{{- if not .Values.central.baseUrl }}
{{- fail "central.baseUrl is empty: put your account's cluster there, such as https://us1.api.central.arubanetworks.com, or set polling.enabled to false for replicas that only serve." }}
{{- end }}
{{- if not (regexMatch "^https?://[^/]+" .Values.central.baseUrl) }}
{{- fail "central.baseUrl is no http or https address: put your account's cluster there, such as https://us1.api.central.arubanetworks.com." }}
{{- end }}
{{- end }}
{{- end }}

{{- define "gatewatch.checkSecrets" -}}
{{- $given := or .Values.database.username .Values.database.password .Values.central.clientId .Values.central.clientSecret .Values.central.accessToken .Values.users }}
{{- if and .Values.existingSecret $given }}
{{- fail "existingSecret is set, and secrets are given as values, too, which nothing would read: put them all into that Secret, or leave existingSecret empty." }}
{{- end }}
{{- if not .Values.existingSecret }}
{{- if not (and .Values.database.username .Values.database.password) }}
{{- fail "database.username or database.password is empty: give both, or put the name of a Secret that has them into existingSecret." }}
{{- end }}
{{- if and .Values.polling.enabled (not .Values.central.accessToken) (not (and .Values.central.clientId .Values.central.clientSecret)) }}
{{- fail "central.clientId or central.clientSecret is empty: give both, or central.accessToken for a trial, or put the name of a Secret that has them into existingSecret." }}
{{- end }}
{{- if not (or .Values.users .Values.oidc.issuerUri) }}
{{- fail "users is empty, so that nobody could ask: give at least one user, or oidc.issuerUri, or put the name of a Secret that has users into existingSecret." }}
{{- end }}
{{- end }}
{{- if and .Values.oidc.issuerUri (not .Values.oidc.audiences) }}
{{- fail "oidc.audiences is empty, so that tokens for other services would be taken: put the audience there that your issuer gives for this one." }}
{{- end }}
{{- if regexMatch "(?i)(password|secret|access-token|accesstoken)" (.Values.settings | toYaml) }}
{{- fail "settings holds what looks like a secret and would be readable in a ConfigMap: put it into existingSecret under the setting's name." }}
{{- end }}
{{- end }}

{{- define "gatewatch.checkRest" -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) }}
{{- fail "ingress.hosts is empty: put the names there that users type, such as gatewatch.example.com, or set ingress.enabled to false." }}
{{- end }}
{{- if lt (int .Values.terminationGracePeriodSeconds) (add 30 .Values.preStopSeconds) }}
{{- fail (printf "terminationGracePeriodSeconds is %d: put at least preStopSeconds + 30 = %d there, or calls to Central are cut short when a pod stops." (int .Values.terminationGracePeriodSeconds) (add 30 .Values.preStopSeconds)) }}
{{- end }}
{{- end }}
