import { testConnectorIo } from "@/lib/testing/connector-io";
import type { z } from "zod";
import type { Connection, Connector } from "../contract";

/** What `run` gives on a connection of its own, which ends with it. */
export async function withConnection<Config extends z.ZodType, Result>(
  connector: Connector<Config>,
  config: z.infer<Config>,
  run: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const io = testConnectorIo();
  try {
    const connection = await connector.connect(config, io);
    try {
      return await run(connection);
    } finally {
      await connection.close?.();
    }
  } finally {
    await io.close();
  }
}
