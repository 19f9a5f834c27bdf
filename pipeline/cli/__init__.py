"""The command line: each command parses, calls one function and prints.

alert       `vip-sla alert`
approve     `vip-sla report approve`
check       `vip-sla check`
compliance  what `run` and `status` print of how much was kept: what puts it in doubt
console     what the commands share: where they print
dashboard   `vip-sla dashboard`
due         `vip-sla report due`, and `vip-sla report --revise`
erasing     `vip-sla prune` and `vip-sla forget`
explain     `vip-sla explain`
export      `vip-sla export`: what pages show and whole tables, as files; a review's slides
failure     what a command says when it cannot end as it should: always a sentence
fetch       `vip-sla fetch`
init        `vip-sla init`
log_line    one line for whoever gathers logs: which command ended how
locale      names of files are UTF-8, whatever locale a scheduler starts us in
main        `vip-sla`: the application, its commands, and how an error is shown
progress    a bar for what takes seconds: how far a run or the writing of reports has come
report      `vip-sla report`
rows        an answer's rows with exact values, for every form of `vip-sla sql`
run         `vip-sla run`
sample      `vip-sla sample`
schedule    `vip-sla schedule`
sending     what the commands that send share: their options, and how letters are told
sql         `vip-sla sql`
status      `vip-sla status`
to_file     where a command's `--to` leads, and the form that a file's ending means
verify      `vip-sla verify`
what_if     `vip-sla what-if`
"""
