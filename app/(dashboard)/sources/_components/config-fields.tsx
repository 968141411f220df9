import { ConfigInput, type FieldSpec } from "./config-input";
import { type Config, isShown } from "./form-state";

interface ConfigFieldsProps {
  fields: readonly FieldSpec[];
  config: Config;
  errors: Readonly<Record<string, string>>;
  onChange: (config: Config) => void;
}

/** The fields of a connector's form that its other settings call for. */
export function ConfigFields({ fields, config, errors, onChange }: ConfigFieldsProps) {
  return fields
    .filter((field) => isShown(field, config))
    .map((field) => (
      <ConfigInput
        key={field.name}
        field={field}
        value={config[field.name]}
        error={errors[field.name]}
        onChange={(value) => onChange({ ...config, [field.name]: value })}
      />
    ));
}
