package io.gatewatch.postgres;

/** What a server does for its data: all it can, or nothing that costs a test time. */
enum Keeping {
    THROWAWAY("--no-sync", "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"),
    KEPT("--sync-method=fsync", "-c fsync=on -c synchronous_commit=on");

    final String initOption;
    final String serverOptions;

    Keeping(String initOption, String serverOptions) {
        this.initOption = initOption;
        this.serverOptions = serverOptions;
    }
}
