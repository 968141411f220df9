import { Code } from "@mantine/core";
import { FormHead } from "@/app/(auth)/_components/form-parts";

/** Before the first administrator: where the way in is. */
export function NobodyYet() {
  return (
    <FormHead
      title="Create the first administrator"
      sentence={
        <>
          Nobody can sign in here yet. Open the one-time link that Muster printed in its terminal
          when it started; each start prints a new one, which works for a day. Without a browser on
          that machine, <Code>npx muster setup</Code> does the same.
        </>
      }
    />
  );
}
