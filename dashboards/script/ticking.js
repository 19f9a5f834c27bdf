// Counts down to, and up from, the instants of elements with data-sla-instant, once a second.
// Every tick reads the viewer's clock anew: after a nap of the tab the next one is right again.
(() => {
    const two = (number) => String(number).padStart(2, "0");

    const time = (seconds, day) => {
        const days = Math.floor(seconds / 86400);
        const hours = Math.floor(seconds / 3600) % 24;
        const clock = `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
        return days ? `${days}\u00a0${day} ${clock}` : clock;
    };

    window.slaTick = () => {
        const now = Date.now();
        for (const each of document.querySelectorAll("[data-sla-instant]")) {
            const { slaInstant, slaAhead, slaPast, slaDay } = each.dataset;
            // begun seconds count against us: fewer ahead, more behind
            const seconds = Math.floor((Date.parse(slaInstant) - now) / 1000);
            const phrase = seconds < 0 ? slaPast : slaAhead;
            const said = phrase.replace("{time}", time(Math.abs(seconds), slaDay));
            if (each.textContent !== said) {
                each.textContent = said;
            }
            each.toggleAttribute("data-sla-over", seconds < 0);
        }
    };

    if (!window.slaTicking) {
        document.addEventListener("visibilitychange", () => window.slaTick());
    }
    clearInterval(window.slaTicking);
    window.slaTicking = setInterval(() => window.slaTick(), 1000);
    window.slaTick();
})();
