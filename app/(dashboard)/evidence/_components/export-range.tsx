"use client";

import { Button, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconFileCheck } from "@tabler/icons-react";
import { useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { dayOf } from "@/lib/domain/days";
import { useExport } from "./use-export";

/** Days of the audit log as a signed pack; today (UTC) where no day is chosen yet. */
export function ExportRange({ from, to }: { from: string; to: string }) {
  const { ask, busy } = useExport("/evidence");
  const [days, setDays] = useState<{ from: string; to: string } | null>(null);
  const today = () => dayOf(new Date());
  const shut = () => setDays(null);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileCheck size={16} aria-hidden="true" />}
        onClick={() => setDays({ from: from || today(), to: to || today() })}
      >
        Export evidence
      </Button>
      <Modal
        opened={days !== null}
        onClose={shut}
        title="Export days of the audit log"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {days ? (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void ask({ subject: "audit_range", ...days }).then((begun) =>
                begun ? shut() : undefined,
              );
            }}
          >
            <Stack>
              <Text size="sm">
                A pack holds every entry of those days without a gap, with its chain and signature.
              </Text>
              {(["from", "to"] as const).map((name) => (
                <TextInput
                  key={name}
                  type="date"
                  required
                  label={name === "from" ? "First day (UTC)" : "Last day (UTC)"}
                  max={today()}
                  min={name === "to" ? days.from : undefined}
                  value={days[name]}
                  onChange={(event) => setDays({ ...days, [name]: event.currentTarget.value })}
                />
              ))}
              <FormFooter label="Export" isPending={busy} cancelLabel="Back" onCancel={shut} />
            </Stack>
          </form>
        ) : null}
      </Modal>
    </>
  );
}
