// Links between pages go there without loading the dashboard anew, as the browser's back does:
// the address changes, and Streamlit shows the page that it names. Without this script, without a
// connection, or opened in a new tab, a link loads the page. Another page begins at its top, and its
// title takes the focus, so that it is read out; on the same page the reader stays, or is led to
// where data-sla-to says that something changes. Who comes back finds the place they left. A mark
// of a chart that holds an address leads there, too. Printed pictures fit the paper.
(() => {
    document.documentElement.lang = document.currentScript.dataset.lang;

    const leadsToAPage = (link) =>
        link && link.closest(".stHtml") && link.origin === location.origin && !link.target;

    const isPlain = (event) =>
        event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

    const isConnected = () =>
        document.querySelector(".stApp")?.dataset.testConnectionState === "CONNECTED";

    const again = (what, until) => {
        if (!what() && Date.now() < until) {
            setTimeout(() => again(what, until), 50);
        }
    };

    const within = (seconds) => Date.now() + 1000 * seconds;

    const focusTitleAfter = (old) =>
        again(() => {
            const title = document.querySelector("h1");
            if (title && title !== old) {
                title.tabIndex = -1;
                title.focus({ preventScroll: true });
            }
            return title && title !== old;
        }, within(10));

    const main = () => document.querySelector(".stMain");

    const go = (link) => {
        const isAnother = link.pathname !== location.pathname;
        history.replaceState({ ...history.state, slaScroll: main().scrollTop }, "");
        history.pushState(null, "", link.href);
        dispatchEvent(new PopStateEvent("popstate"));
        if (isAnother) {
            main().scrollTo(0, 0);
            focusTitleAfter(document.querySelector("h1"));
        } else if (link.dataset.slaTo) {
            document.querySelector(link.dataset.slaTo)?.scrollIntoView({ block: "center" });
        }
    };

    const isAddress = (held) => typeof held === "string" && held.includes("?");

    // Plotly tells of its marks itself: what is clicked, and what the pointer is on.
    const listen = (plot) => {
        const addressOf = (event) => event.points.map((point) => point.customdata).find(isAddress);
        plot.on("plotly_click", (event) => {
            const href = addressOf(event);
            if (href) {
                const link = Object.assign(document.createElement("a"), { href });
                isPlain(event.event) && isConnected() ? go(link) : open(link.href, "_blank");
            }
        });
        plot.on("plotly_hover", (event) => plot.classList.toggle("sla-leads", !!addressOf(event)));
        plot.on("plotly_unhover", () => plot.classList.remove("sla-leads"));
        plot.slaListens = true;
    };

    // What a filter changed is read out: the title carries the page's message.
    const announce = () => {
        const status = document.createElement("p");
        status.className = "sla-hidden";
        status.role = "status";
        document.body.append(status);
        let told = null;
        let page = null;
        new MutationObserver(() => {
            const title = document.querySelector("h1")?.textContent;
            if (title && title !== told) {
                if (told && page === location.pathname) {
                    status.textContent = title;
                }
                [told, page] = [title, location.pathname];
            }
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
    };

    // Back to where the reader was, once there is enough of the page; who scrolls is let go.
    const comeBack = (event) => {
        const place = event.isTrusted && event.state?.slaScroll;
        let isMoved = false;
        addEventListener("wheel", () => { isMoved = true; }, { once: true });
        again(() => {
            if (place && !isMoved && main().scrollHeight - main().clientHeight >= place) {
                main().scrollTo(0, place);
            }
            return !place || isMoved;
        }, within(1.5));
    };

    // Pictures are as wide as the window when the page is printed; so many pixels has the paper.
    const PAPER = 700;
    const fitPaper = () => {
        const widths = [...document.querySelectorAll(".js-plotly-plot")].map((plot) => plot.clientWidth);
        const fits = Math.min(1, PAPER / Math.max(...widths, 1));
        document.documentElement.style.setProperty("--sla-fits", fits);
    };

    if (!window.slaGoes) {
        document.addEventListener("click", (event) => {
            const link = event.target.closest("a[href]");
            const isOurs = leadsToAPage(link) && isPlain(event) && !event.defaultPrevented;
            if (isOurs && isConnected()) {
                event.preventDefault();
                go(link);
            }
        });
        document.addEventListener("pointerover", (event) => {
            const plot = event.target.closest?.(".js-plotly-plot");
            if (plot?.on && !plot.slaListens) {
                listen(plot);
            }
        });
        addEventListener("popstate", comeBack);
        addEventListener("beforeprint", fitPaper);
        announce();
        window.slaGoes = true;
    }
})();
