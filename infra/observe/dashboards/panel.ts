/** One line of a panel. */
export interface Query {
  readonly expression: string;
  /** Its name, with labels in `{{ }}`. */
  readonly legend: string;
}

/** One chart, before it has a place. */
export interface Panel {
  readonly title: string;
  /** What it shows, and what is bad. */
  readonly description: string;
  /** Grafana's name of a unit: s, reqps, percentunit, short, bytes. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Where it turns red, in its unit. */
  readonly limit?: number;
}

/** One page of charts. */
export interface Dashboard {
  /** Stable: it is part of the page's address. */
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

const WIDTH = 12;
const HEIGHT = 8;
const DATA_SOURCE = { type: "prometheus", uid: "prometheus" } as const;

function thresholds(limit: number | undefined): object {
  const steps = [{ color: "green", value: null }, ...(limit === undefined ? [] : [{ color: "red", value: limit }])];
  return { mode: "absolute", steps };
}

function toGrafanaPanel({ title, description, unit, queries, limit }: Panel, index: number): object {
  return {
    id: index + 1,
    type: "timeseries",
    title,
    description,
    datasource: DATA_SOURCE,
    gridPos: { x: (index % 2) * WIDTH, y: Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        thresholds: thresholds(limit),
        custom: { thresholdsStyle: { mode: limit === undefined ? "off" : "line" }, fillOpacity: 10, showPoints: "never" },
      },
      overrides: [],
    },
    options: { legend: { displayMode: "table", placement: "bottom", calcs: ["lastNotNull", "max"] }, tooltip: { mode: "multi" } },
    targets: queries.map(({ expression, legend }, query) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + query),
      datasource: DATA_SOURCE,
      expr: expression,
      legendFormat: legend,
    })),
  };
}

/** A dashboard as Grafana reads it: two charts a row. */
export function toGrafana({ uid, title, panels }: Dashboard): object {
  return {
    uid,
    title,
    tags: ["mercato"],
    schemaVersion: 39,
    editable: false,
    refresh: "10s",
    time: { from: "now-30m", to: "now" },
    timezone: "browser",
    panels: panels.map(toGrafanaPanel),
  };
}
