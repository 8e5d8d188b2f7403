/** The theatre's script: reads the episode from the page and shows the step that the slider stands on. Plain text, so that the page needs nothing. */
export const theatreScript: string = `(() => {
  const e = JSON.parse(document.getElementById('episode').textContent);
  const find = (id) => document.getElementById(id);
  const slider = find('step');
  const cursor = find('cursor');
  const chart = cursor.ownerSVGElement.dataset;
  const rows = find('ladder').tBodies[0];
  const price = (ticks) => (ticks * e.tick).toFixed(e.decimals);
  const whole = (n) => n.toLocaleString('en');
  const put = (id, text) => { const place = find(id); if (place) place.textContent = text; };
  const value = (v, digits) => v === null ? 'none yet' : v.toFixed(digits);

  function ladder(k) {
    const largest = Math.max(1, ...e.bids[k].map((l) => l[1]), ...e.asks[k].map((l) => l[1]));
    const live = e.live[k];
    const levels = [...e.asks[k].map((l) => [l[0], 0, l[1]]).reverse(), ...e.bids[k].map((l) => [l[0], l[1], 0])];
    if (live && !levels.some((l) => l[0] === live)) levels.push([live, 0, 0]);
    levels.sort((a, b) => b[0] - a[0]);
    const best = e.bids[k].length > 0 ? e.bids[k][0][0] : -1;
    rows.replaceChildren(...levels.map(([ticks, bid, ask]) => {
      const row = document.createElement('tr');
      const cell = (text, name, share) => {
        const td = document.createElement('td');
        td.textContent = text;
        td.className = name;
        if (share !== undefined) td.style.backgroundSize = (100 * share).toFixed(0) + '% 100%';
        row.append(td);
      };
      cell(bid ? whole(bid) : '', 'size bid', bid / largest);
      cell(price(ticks), 'price');
      cell(ask ? whole(ask) : '', 'size ask', ask / largest);
      const ahead = e.ahead[k];
      cell(ticks === live ? (ahead === null ? 'live' : ahead + ' ahead') : '', 'order');
      if (ticks === live) row.classList.add('ours');
      if (ticks === best) row.classList.add('middle');
      return row;
    }));
  }

  function show(k) {
    slider.value = String(k);
    slider.setAttribute('aria-valuetext', e.clock[k]);
    const x = Number(chart.left) + Number(chart.width) * k / Math.max(1, e.clock.length - 1);
    cursor.setAttribute('x1', x);
    cursor.setAttribute('x2', x);
    put('clock', e.clock[k]);
    put('decision', e.decisions[k]);
    put('goal', e.goals[k]);
    put('live', e.live[k] ? price(e.live[k]) + (e.ahead[k] === null ? '' : ', ' + e.ahead[k] + ' ahead') : 'none');
    put('filled', whole(e.filled[k]) + ' of ' + whole(e.order));
    put('own', value(e.own[k], e.decimals + 2));
    put('market', value(e.market[k], e.decimals + 2));
    put('slippage', value(e.slippage[k], 2));
    put('volume', whole(e.volume[k]));
    put('told', e.fills.filter((f) => f.step === k).map((f) => f.text).join(' '));
    ladder(k);
  }

  const now = () => Number(slider.value);
  slider.addEventListener('input', () => show(now()));
  find('later').addEventListener('click', () => { const f = e.fills.find((x) => x.step > now()); if (f) show(f.step); });
  find('earlier').addEventListener('click', () => { const f = e.fills.findLast((x) => x.step < now()); if (f) show(f.step); });
  for (const b of document.querySelectorAll('[data-step]')) b.addEventListener('click', () => { show(Number(b.dataset.step)); slider.scrollIntoView({ block: 'nearest' }); });
  let timer;
  const play = find('play');
  play.addEventListener('click', () => {
    const going = play.getAttribute('aria-pressed') !== 'true';
    play.setAttribute('aria-pressed', String(going));
    clearInterval(timer);
    if (going) timer = setInterval(() => { if (now() < e.clock.length - 1) show(now() + 1); else play.click(); }, 120);
  });
  show(0);
})();`;
