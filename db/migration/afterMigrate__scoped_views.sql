-- What exists for somebody who may see only some gateways: a view for each table that readers use, of the same name, in a
-- schema of their own that Reading puts in place of this one. The condition on gateways is written here and nowhere else.
-- A setting that is not there is an error, and so is a table without a view: who is limited never sees too much.
--
-- A view is made anew when it is not what this script made of what it says now: another condition, other columns, or
-- changed by hand. The comment of a view is a hash of both, what was said and what PostgreSQL made of it.
do $$
declare
    own      constant text := current_schema();
    scoped   constant text := own || '_scoped';
    held     constant text := $sql$(
        serial_number = any (string_to_array(current_setting('gatewatch.serial_numbers'), ' '))
        or serial_number ^@ any (string_to_array(current_setting('gatewatch.prefixes'), ' ')))$sql$;
    source   record;
    rows     text;
    wanted   text;
    made     regclass;
begin
    if to_regnamespace(quote_ident(scoped)) is null then
        if not has_database_privilege(current_database(), 'CREATE') then
            raise warning 'Schema % is missing and may not be made: users and tokens with limited gateways cannot read', scoped;
            return;
        end if;
        execute format('create schema %I', scoped);
    end if;
    for source in
        select c.oid, c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = to_regnamespace(quote_ident(own)) and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname not in ('api_token', 'spring_session', 'spring_session_attributes', 'flyway_schema_history')
        group by c.oid, c.relname
        -- Most readings begin with their gateway: who waits for it there holds no other view.
        order by c.relname <> 'gateway', c.relname
    loop
        rows := case
            when source.name = 'gateway' then held
            when 'gateway_id' = any (source.columns)
                then format('gateway_id in (select id from %I.gateway where %s)', own, held)
            else 'true' end;
        wanted := format('select %s from %I.%I where %s',
            (select string_agg(quote_ident(name), ', ' order by place)
             from unnest(source.columns) with ordinality as c (name, place)),
            own, source.name, rows);
        made := to_regclass(format('%I.%I', scoped, source.name));
        continue when obj_description(made, 'pg_class') = md5(wanted || pg_get_viewdef(made));
        execute format('drop view if exists %I.%I', scoped, source.name);
        execute format('create view %I.%I as %s', scoped, source.name, wanted);
        made := to_regclass(format('%I.%I', scoped, source.name));
        execute format('comment on view %I.%I is %L', scoped, source.name, md5(wanted || pg_get_viewdef(made)));
    end loop;
end
$$;
