import type net from "node:net";
import pg from "pg";

interface SilenceLimits {
  /** How long a statement may be without a byte of answer before anybody asks about it. */
  quietMs: number;
  everyMs: number;
  /** How long the database has to say, on a connection of its own, whether it is still at work. */
  patienceMs: number;
}

const usual: SilenceLimits = { quietMs: 8_000, everyMs: 2_000, patienceMs: 5_000 };

/** A machine under load may fail to answer once. */
const mostUnanswered = 2;

interface Watched {
  socket: net.Socket;
  pid: number;
  waiting: boolean;
  bytesRead: number;
  heardAt: number;
  unanswered: number;
}

/** Called once for each new connection, before its first other statement. */
type SilenceWatch = (client: pg.ClientBase) => Promise<void>;

/**
 * Ends connections whose database has gone silent, so that what waits there fails and the pool never
 * hands them out again. No limit of time could do that: a sync's statement may take minutes and a
 * backup's for ever, while a request should not wait longer for a dead network than it must. So the
 * database is asked, and a statement that it is still at work on is left alone.
 */
export function createSilenceWatch(url: string, limits: SilenceLimits = usual): SilenceWatch {
  const watched = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;
  let asking = false;

  async function look(): Promise<void> {
    const quiet = [...watched].filter((one) => isQuiet(one, limits.quietMs));
    if (quiet.length === 0 || asking) return;
    asking = true;
    const atWork = await backendsAtWork(url, limits.patienceMs).finally(() => (asking = false));
    for (const one of quiet) {
      if (!isQuiet(one, limits.quietMs)) continue;
      one.unanswered = atWork(one.pid) ? 0 : one.unanswered + 1;
      if (one.unanswered >= mostUnanswered) one.socket.destroy();
    }
  }

  function forget(one: Watched): void {
    watched.delete(one);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return async (client) => {
    const one = follow(client);
    watched.add(one);
    client.on("end", () => forget(one));
    timer ??= setInterval(() => void look(), limits.everyMs).unref();
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    one.pid = rows[0]?.pid ?? 0;
  };
}

/** Notes when a statement is sent and when all of them are answered. */
function follow(client: pg.ClientBase): Watched {
  const socket = (client as pg.Client).connection.stream as net.Socket;
  const one = { socket, pid: 0, waiting: false, bytesRead: 0, heardAt: 0, unanswered: 0 };
  const send = client.query.bind(client) as (...given: unknown[]) => unknown;
  const noted = (...given: unknown[]): unknown => {
    if (!one.waiting)
      Object.assign(one, { waiting: true, heardAt: performance.now(), unanswered: 0 });
    return send(...given);
  };
  client.query = noted as typeof client.query;
  client.on("drain", () => (one.waiting = false));
  // Whoever holds the connection learns it from the statement that fails; unheard, this would end the process.
  client.on("error", () => undefined);
  return one;
}

function isQuiet(one: Watched, quietMs: number): boolean {
  if (!one.waiting) return false;
  const { bytesRead } = one.socket;
  if (bytesRead !== one.bytesRead)
    Object.assign(one, { bytesRead, heardAt: performance.now(), unanswered: 0 });
  return performance.now() - one.heardAt >= quietMs;
}

/** Which of its connections the database is at work for. One that cannot say is given the benefit of the doubt. */
async function backendsAtWork(url: string, patienceMs: number): Promise<(pid: number) => boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    application_name: "muster-watch",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE coalesce(state, '') NOT LIKE 'idle%'",
    );
    const pids = new Set(rows.map((row) => row.pid));
    return (pid) => pids.has(pid);
  } catch (error) {
    const answered = error instanceof pg.DatabaseError;
    return () => answered;
  } finally {
    client.connection.stream.destroy();
  }
}
