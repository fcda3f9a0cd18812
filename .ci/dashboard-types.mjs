// Writes the dashboards of a directory as TypeScript that compiles only if they have the types of @grafana/schema.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const [directory, target] = process.argv.slice(2);
const panels = { timeseries: "TimeSeries", stat: "Stat", table: "Table" };
const fields = { timeseries: "TimeSeries.FieldConfig", table: "TableFieldOptions" };
const root = "./node_modules/@grafana/schema/dist/esm/raw/composable";

const lines = ['import type { Dashboard, TableFieldOptions } from "@grafana/schema";'];
for (const [kind, name] of Object.entries(panels)) {
  lines.push(`import type * as ${name} from "${root}/${kind}/panelcfg/x/${name}PanelCfg_types.gen";`);
}
// JSON has the texts of enums, not their names.
lines.push(`type Plain<T> = T extends string ? \`\${T}\` : T extends number | boolean | undefined | null ? T
  : T extends (infer E)[] ? Plain<E>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;`);

for (const file of readdirSync(directory).filter((name) => name.endsWith(".json"))) {
  const name = file.replace(".json", "");
  const dashboard = JSON.parse(readFileSync(`${directory}/${file}`, "utf8"));
  const has = (suffix, type, value) => lines.push(`export const ${name}${suffix}: Plain<${type}> = ${JSON.stringify(value)};`);
  has("", "Dashboard", dashboard);
  for (const panel of dashboard.panels.filter((each) => each.type !== "row")) {
    if (!panels[panel.type]) throw new Error(`${file}: no types for panels of type ${panel.type}`);
    has(`Options${panel.id}`, `Partial<${panels[panel.type]}.Options>`, panel.options);
    const custom = panel.fieldConfig.defaults.custom;
    if (custom) has(`Field${panel.id}`, `Partial<${fields[panel.type]}>`, custom);
  }
}
writeFileSync(target, lines.join("\n") + "\n");
