"use client";

import { Button, Checkbox } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useRouter } from "next/navigation";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import { useStepUp } from "@/components/step-up/step-up";
import type { SetupTemplate } from "../../../_components/setup-templates";
import { signedIn } from "../../../_components/check-result";
import { SourceForm } from "../../../_components/source-form";
import { useSourceForm } from "../../../_components/use-source-form";
import { change } from "../actions";
import {
  changedConfig,
  fieldsToChange,
  isElsewhere,
  removableSecrets,
  type Stored,
} from "./change-state";

interface ChangeFormProps {
  settings: Stored & {
    id: string;
    name: string;
    canAct: boolean;
    streams: readonly { name: string; title: string }[];
    leastPrivilege: { format: string; text: string };
    setup: readonly SetupTemplate[];
  };
}

/** The form that a source was connected with, filled in except for its secrets. */
export function ChangeForm({ settings }: ChangeFormProps) {
  const router = useRouter();
  const guarded = useStepUp();
  const { busy, during, ...form } = useSourceForm<"save">(settings);
  const { config, setConfig } = form;
  const page = `/sources/${settings.id}`;
  const save = async () => {
    const sent = changedConfig(settings, config);
    const input = { sourceId: settings.id, name: form.name };
    const answer = await during("save", () =>
      guarded(() => change(Object.keys(sent).length > 0 ? { ...input, config: sent } : input)),
    );
    if (!answer.ok) return;
    const { verification } = answer.result;
    notifications.show({
      title: "Saved",
      message: verification ? signedIn(verification) : "The connection is the same as before.",
      color: "indigo",
    });
    router.push(page);
    router.refresh();
  };
  return (
    <SourceForm
      form={form}
      connector={settings}
      fields={fieldsToChange(settings, config)}
      refusedTitle="Not saved"
      onSubmit={save}
      buttons={
        <>
          <Button type="submit" loading={busy !== null}>
            Verify and save
          </Button>
          <Button variant="default" component={Link} href={page}>
            Cancel
          </Button>
        </>
      }
    >
      {removableSecrets(settings, config).map(({ name, label }) => (
        <Checkbox
          key={name}
          label={`Take the stored ${label.toLowerCase()} away`}
          checked={config[name] === null}
          onChange={(event) =>
            setConfig({ ...config, [name]: event.currentTarget.checked ? null : "" })
          }
        />
      ))}
      {settings.canAct && isElsewhere(settings, config) ? (
        <Notice kind="warning" title="The write credential goes">
          It was given for the address before. Give it again once this is saved.
        </Notice>
      ) : null}
    </SourceForm>
  );
}
