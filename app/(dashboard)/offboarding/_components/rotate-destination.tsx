import { Radio, Stack, TextInput } from "@mantine/core";
import type { DestinationShape } from "./rotate-shape";

export const shownOnce = "shown_once";
export const destinationKey = ({ sourceId, kind }: DestinationShape): string =>
  `${sourceId} ${kind}`;

interface RotateDestinationProps {
  destinations: DestinationShape[];
  value: string;
  fields: Record<string, string>;
  onChange: (value: string) => void;
  onFields: (fields: Record<string, string>) => void;
}

/** Where the new secret goes: to a store, or once to the screen of whoever asks. */
export function RotateDestination(props: RotateDestinationProps) {
  const { destinations, value, fields, onChange, onFields } = props;
  const place = destinations.find((one) => destinationKey(one) === value);
  return (
    <>
      <Radio.Group label="Where the new secret goes" value={value} onChange={onChange} required>
        <Stack gap="sm" mt="xs">
          {destinations.map((one) => (
            <Radio
              key={destinationKey(one)}
              value={destinationKey(one)}
              label={`${one.label} of ${one.sourceName}`}
              description="Written with the write credential of this source; nobody sees the secret."
            />
          ))}
          <Radio
            value={shownOnce}
            label="Shown to you, once"
            description="You have a day to take it and put it where its program reads it."
          />
        </Stack>
      </Radio.Group>
      {(place?.fields ?? []).map(({ name, label, help, required }) => (
        <TextInput
          key={`${value} ${name}`}
          label={label}
          description={help}
          required={required}
          maxLength={2048}
          value={fields[name] ?? ""}
          onChange={(event) => onFields({ ...fields, [name]: event.currentTarget.value })}
        />
      ))}
    </>
  );
}
