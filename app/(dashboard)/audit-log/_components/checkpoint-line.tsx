import { Anchor, Box } from "@mantine/core";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import { exactTime } from "@/components/time/time-text";

interface CheckpointLineProps {
  state: {
    last: { at: string; size: string } | null;
    deliveries: {
      target: string;
      place: string;
      ok: boolean;
      error: string | null;
      since: string;
    }[];
    isLate: boolean;
    contradiction: string | null;
  };
}

const entries = (size: string): string => Number(size).toLocaleString("en");

/** The last signed checkpoint, and whatever is wrong with it or with the places it goes to. */
export function CheckpointLine({ state }: CheckpointLineProps) {
  return (
    <Box mb="md">
      <Line state={state} />
    </Box>
  );
}

function Line({ state }: CheckpointLineProps) {
  const { last, deliveries, isLate, contradiction } = state;
  if (!last) {
    return (
      <Notice kind="info" title="No checkpoint was signed yet">
        The worker signs the head of the log every five minutes.
      </Notice>
    );
  }
  if (contradiction) {
    return (
      <Notice kind="error" title="The log contradicts its last checkpoint">
        {contradiction}
      </Notice>
    );
  }
  const failing = deliveries.filter((delivery) => !delivery.ok);
  const said = `Signed ${exactTime(last.at)} over ${entries(last.size)} entries.`;
  if (failing.length > 0) {
    return (
      <Notice kind="warning" title="A checkpoint did not reach every place">
        {said}{" "}
        {failing.map(({ target, place, error, since }) => (
          <span key={`${target} ${place}`}>
            To the {target} {place} not since {exactTime(since)}: {error}{" "}
          </span>
        ))}
      </Notice>
    );
  }
  const places = deliveries.map(({ target, place }) => `${target} ${place}`).join(", ");
  return (
    <Notice
      kind={isLate || places === "" ? "warning" : "good"}
      title={isLate ? "The last checkpoint is late" : "Last checkpoint"}
    >
      {said}{" "}
      {places === "" ? (
        <>
          It goes nowhere, so that a cut-off end would not be noticed.{" "}
          <Anchor component={Link} href="/settings/checkpoints" inherit>
            Choose where
          </Anchor>
        </>
      ) : (
        `Sent to ${places}.`
      )}
    </Notice>
  );
}
