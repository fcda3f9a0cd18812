-- What exists for somebody who may see only some gateways: a view for each table that readers use, of the same name, in a
-- schema of their own that Reading puts in place of this one. The condition on gateways is written here and nowhere else.
-- A setting that is not there is an error, and so is a table without a view: who is limited never sees too much.
do $$
declare
    own      constant text := current_schema();
    scoped   constant text := own || '_scoped';
    held     constant text := $sql$(
        serial_number = any (string_to_array(current_setting('gatewatch.serial_numbers'), ' '))
        or serial_number ^@ any (string_to_array(current_setting('gatewatch.prefixes'), ' ')))$sql$;
    source   record;
    rows     text;
begin
    if to_regnamespace(quote_ident(scoped)) is null then
        if not has_database_privilege(current_database(), 'CREATE') then
            raise warning 'Schema % is missing and may not be made: users and tokens with limited gateways cannot read', scoped;
            return;
        end if;
        execute format('create schema %I', scoped);
    end if;
    for source in
        select c.oid, c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
               (select array_agg(v.attname::text order by v.attnum) from pg_attribute v
                where v.attrelid = to_regclass(format('%I.%I', scoped, c.relname)) and v.attnum > 0) as known
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = to_regnamespace(quote_ident(own)) and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname not in ('api_token', 'spring_session', 'spring_session_attributes', 'flyway_schema_history')
        group by c.oid, c.relname
    loop
        continue when source.known = source.columns;
        rows := case
            when source.name = 'gateway' then held
            when 'gateway_id' = any (source.columns)
                then format('gateway_id in (select id from %I.gateway where %s)', own, held)
            else 'true' end;
        execute format('drop view if exists %I.%I', scoped, source.name);
        execute format('create view %I.%I as select * from %I.%I where %s', scoped, source.name, own, source.name, rows);
    end loop;
end
$$;
