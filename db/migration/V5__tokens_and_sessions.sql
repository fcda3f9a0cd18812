-- Who may do what: tokens of programs, sessions of people.

-- A token itself is shown once and kept nowhere. The role and the gateways are as its maker gave them.
create table api_token (
    id           bigint      not null generated always as identity primary key,
    name         text        not null,
    hash         bytea       not null unique,                     -- SHA-256 of the whole token
    role         text        not null check (role in ('viewer', 'operator', 'admin')),
    gateways     text[]      not null,
    created_at   timestamptz not null,
    created_by   text        not null,
    expires_at   timestamptz,
    last_used_at timestamptz                                      -- to the minute
);

-- As Spring Session's schema-postgresql.sql has it, so that its own statements fit; what is kept in it is JSON.
create table spring_session (
    primary_id            char(36) not null primary key,
    session_id            char(36) not null,
    creation_time         bigint   not null,
    last_access_time      bigint   not null,
    max_inactive_interval int      not null,
    expiry_time           bigint   not null,
    principal_name        varchar(100)
);

create unique index spring_session_ix1 on spring_session (session_id);
create index spring_session_ix2 on spring_session (expiry_time);
create index spring_session_ix3 on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id char(36)     not null references spring_session (primary_id) on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea        not null,
    primary key (session_primary_id, attribute_name)
);
