import { z } from "zod";
import type { TrackerConfig } from "@/lib/domain/notices/tracker-config";
import { parseAnswer } from "./parse-answer";
import type { Call, Tracker } from "./tracker-contract";

const made = z.object({ sys_id: z.string(), number: z.string() });
const field = z.object({ value: z.string(), display_value: z.string() });
const result = <Shape extends z.ZodType>(shape: Shape) => z.object({ result: shape });
/** Resolved, closed and cancelled incidents: the first of them still counts as active. */
const settled = new Set(["6", "7", "8"]);

/** ServiceNow's Table API. The correlation id finds a record again whose answer was lost. */
export function serviceNowTracker(
  config: Extract<TrackerConfig, { kind: "servicenow" }>,
  call: Call,
): Tracker {
  const base = `/api/now/table/${config.table}`;
  const at = ({ sys_id, number }: z.infer<typeof made>) => ({
    externalId: sys_id,
    key: number,
    url: `${new URL(config.url).origin}/${config.table}.do?sys_id=${encodeURIComponent(sys_id)}`,
  });
  const one = (id: string): string => `${base}/${encodeURIComponent(id)}`;
  return {
    async verify() {
      await call("GET", `${base}?sysparm_limit=1&sysparm_fields=sys_id`);
      return `Reads the table ${config.table}`;
    },
    async create({ id, title, lines, link }) {
      const sent = {
        short_description: title.slice(0, 150),
        description: [...lines, link].join("\n\n"),
        correlation_id: id,
        correlation_display: "Muster",
      };
      return at(parseAnswer(result(made), await call("POST", base, sent)).result);
    },
    async find(ticketId) {
      const query = `sysparm_query=correlation_id%3D${ticketId}&sysparm_fields=sys_id%2Cnumber&sysparm_limit=1`;
      const found = parseAnswer(result(z.array(made)), await call("GET", `${base}?${query}`));
      const [first] = found.result;
      return first ? at(first) : null;
    },
    async read(id) {
      const query = "sysparm_fields=state%2Cactive&sysparm_display_value=all";
      const shape = result(z.object({ state: field, active: field }));
      const { state, active } = parseAnswer(shape, await call("GET", `${one(id)}?${query}`)).result;
      const isResolved = config.table === "incident" && settled.has(state.value);
      return { isClosed: isResolved || active.value === "false", words: state.display_value };
    },
    async resolve(id, words) {
      // How a record is closed differs from one installation to the next; a work note is always right.
      await call("PATCH", one(id), { work_notes: words });
    },
  };
}
