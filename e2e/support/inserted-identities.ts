import { query } from "./database";

/** Names, external ids and labels of what is put in begin with it. */
export interface Inserted {
  mark: string;
  /** One identity in each source. */
  ids: string[];
  remove: () => Promise<unknown>;
}

/** As many sources with one identity each, copied from one of the sample organisation's. */
export async function insertIdentities(
  mark: string,
  sources: number,
  names: (at: number) => string = (at) => `${mark}-${at}`,
): Promise<Inserted> {
  const rows = await query<{ id: string }>(
    `WITH put AS (INSERT INTO source (id, connector_id, name, config, status, last_complete_at, updated_at)
       SELECT gen_random_uuid(), 'aws-export', $1 || ' source ' || lpad(n::text, 3, '0'), '{}', 'ok', now(), now()
       FROM generate_series(1, $2::int) n RETURNING id, name)
     INSERT INTO identity (id, source_id, external_id, stream, kind, detail, name, status, identity_class,
       environment, stage, labels, facts, content_hash, first_seen_at, last_seen_at)
     SELECT gen_random_uuid(), put.id, $1 || ':' || put.name, i.stream, i.kind, i.detail,
       ($3::text[])[row_number() OVER (ORDER BY put.name)], i.status, i.identity_class, i.environment,
       i.stage, ARRAY[$1], i.facts, i.content_hash, now(), now()
     FROM put, (SELECT * FROM identity WHERE kind = 'iam_user' ORDER BY id LIMIT 1) i RETURNING id`,
    [mark, sources, Array.from({ length: sources }, (_, at) => names(at + 1))],
  );
  return {
    mark,
    ids: rows.map(({ id }) => id),
    remove: () => query("DELETE FROM source WHERE name LIKE $1 || ' source %'", [mark]),
  };
}
