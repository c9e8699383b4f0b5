'use strict';

// The same numbers as the tables beside them: what cannot draw loses nothing.
(async () => {
  const figures = [...document.querySelectorAll('[data-chart]')];
  if (!figures.length || !window.uPlot) {
    return;
  }
  const answer = await fetch(figures[0].dataset.source, { headers: { Accept: 'application/json' } });
  if (!answer.ok) {
    return;
  }
  const columns = await answer.json();
  const days = columns.days.map(day => Date.parse(day + 'T00:00:00Z') / 1000);
  const plots = [];

  const draw = figure => {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(name).trim();
    const place = figure.querySelector('.plot');
    const bars = figure.dataset.chart === 'events';
    const lines = bars ? Object.entries(columns.events) : [['Hours', columns.delayHours]];
    const axis = {
      stroke: colour('--quiet'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line'), width: 1 },
      font: '12px ' + getComputedStyle(document.body).fontFamily,
    };
    const plot = new window.uPlot({
      width: place.clientWidth,
      height: 220,
      tzDate: seconds => window.uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
      cursor: { y: false },
      scales: { y: { range: (self, min, max) => [0, Math.max(1, max * 1.1)] } },
      axes: [
        { ...axis, values: '{D} {MMM}', space: 60 },
        { ...axis, size: 60, values: (self, ticks) => ticks.map(tick => tick.toLocaleString('en')) },
      ],
      series: [
        { label: 'Day', value: '{D} {MMM}' },
        ...lines.map(([label], i) => ({
          label,
          stroke: colour('--series-' + (i + 1)),
          width: 2,
          dash: i % 2 ? [6, 4] : undefined,
          points: { show: true, size: 5, fill: colour('--card') },
          spanGaps: true,
          value: (self, value) => (value == null ? '–' : value.toLocaleString('en')),
        })),
      ],
    }, [days, ...lines.map(([, values]) => values)], place);
    plots.push([plot, place]);
  };

  const redraw = () => {
    plots.splice(0).forEach(([plot]) => plot.destroy());
    figures.forEach(draw);
    document.documentElement.dataset.charts = 'drawn';
  };
  redraw();
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  new ResizeObserver(() => plots.forEach(([plot, place]) => {
    if (place.clientWidth !== plot.width) {
      plot.setSize({ width: place.clientWidth, height: 220 });
    }
  })).observe(document.querySelector('main'));
})();
