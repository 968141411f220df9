import { Notice } from "./notice";

/** Says which conditions of the address meant nothing, instead of failing or filtering silently. */
export function IgnoredNotice({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div style={{ marginBottom: 16 }}>
      <Notice kind="warning" title="Part of this address was left out">
        {names.join(", ")}: the value does not exist or does not fit the others. What is shown is
        not filtered by it.
      </Notice>
    </div>
  );
}
