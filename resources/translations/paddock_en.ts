<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>ArrivalDialog</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message numerus="yes">
        <source>%n doubtful</source>
        <translation>
            <numerusform>%n doubtful</numerusform>
            <numerusform>%n doubtful</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) checked</source>
        <translation>
            <numerusform>%n point checked</numerusform>
            <numerusform>%n points checked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sentence(s) chosen by rule</source>
        <translation>
            <numerusform>%n sentence chosen by rule</numerusform>
            <numerusform>%n sentences chosen by rule</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Report over %n file(s)</source>
        <translation>
            <numerusform>Report over %n file</numerusform>
            <numerusform>Report over %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChatControls</name>
    <message numerus="yes">
        <source>%n preset(s) imported</source>
        <translation>
            <numerusform>1 preset imported</numerusform>
            <numerusform>%n presets imported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChatList</name>
    <message numerus="yes">
        <source>Folder %1, %n chat(s)</source>
        <translation>
            <numerusform>Folder %1, %n chat</numerusform>
            <numerusform>Folder %1, %n chats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContextDial</name>
    <message numerus="yes">
        <source>%1 tokens, about %n page(s)</source>
        <translation>
            <numerusform>%1 tokens, about 1 page</numerusform>
            <numerusform>%1 tokens, about %n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContextPanel</name>
    <message numerus="yes">
        <source>%n older message(s), %1 tokens, become notes; the model then reads about %2 tokens in all.</source>
        <translation>
            <numerusform>%n older message, %1 tokens, becomes notes; the model then reads about %2 tokens in all.</numerusform>
            <numerusform>%n older messages, %1 tokens, become notes; the model then reads about %2 tokens in all.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the last %n message(s) go along, %1 tokens.</source>
        <translation>
            <numerusform>Only the last message goes along, %1 tokens.</numerusform>
            <numerusform>Only the last %n messages go along, %1 tokens.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeletedDialog</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Removed for good in %n day(s)</source>
        <translation>
            <numerusform>Removed for good in %n day</numerusform>
            <numerusform>Removed for good in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DepartureDialog</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message numerus="yes">
        <source>Drop to read %n file(s)</source>
        <translation>
            <numerusform>Drop to read %n file</numerusform>
            <numerusform>Drop to read %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FiguresTable</name>
    <message numerus="yes">
        <source>%1: %n file(s), show them</source>
        <translation>
            <numerusform>%1: %n file, show it</numerusform>
            <numerusform>%1: %n files, show them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) a look</source>
        <translation>
            <numerusform>%n needs a look</numerusform>
            <numerusform>%n need a look</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GoingBackDialog</name>
    <message numerus="yes">
        <source>Go back to %n chat(s)</source>
        <translation>
            <numerusform>Go back to %n chat</numerusform>
            <numerusform>Go back to %n chats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Naming</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message numerus="yes">
        <source>%n stored answer(s) forgotten</source>
        <translation>
            <numerusform>%n stored answer forgotten</numerusform>
            <numerusform>%n stored answers forgotten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Performance</name>
    <message numerus="yes">
        <source>medians of %n run(s)</source>
        <translation>
            <numerusform>measured once</numerusform>
            <numerusform>medians of %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) nobody can see on the page left out</source>
        <translation>
            <numerusform>%n passage nobody can see on the page left out</numerusform>
            <numerusform>%n passages nobody can see on the page left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repeated line(s) of page heads and feet left out</source>
        <translation>
            <numerusform>%n repeated line of page heads and feet left out</numerusform>
            <numerusform>%n repeated lines of page heads and feet left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n table(s)</source>
        <translation>
            <numerusform>%n table</numerusform>
            <numerusform>%n tables</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read off pictures of %n page(s): letters and figures may be misread</source>
        <translation>
            <numerusform>Read off pictures of %n page: letters and figures may be misread</numerusform>
            <numerusform>Read off pictures of %n pages: letters and figures may be misread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Readings</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without text</source>
        <translation>
            <numerusform>%n without text</numerusform>
            <numerusform>%n without text</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message numerus="yes">
        <source>%n token(s) in %1 s</source>
        <translation>
            <numerusform>%n token in %1 s</numerusform>
            <numerusform>%n tokens in %1 s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n token(s), %1 of them known already, in %2 s</source>
        <translation>
            <numerusform>%n token, %1 of them known already, in %2 s</numerusform>
            <numerusform>%n tokens, %1 of them known already, in %2 s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>run again: differs after %n character(s)</source>
        <translation>
            <numerusform>run again: differs after %n character</numerusform>
            <numerusform>run again: differs after %n characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message numerus="yes">
        <source>Report over %n file(s)</source>
        <translation>
            <numerusform>Report over %n file</numerusform>
            <numerusform>Report over %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunningDownloads</name>
    <message numerus="yes">
        <source>Waiting for %n other download(s)</source>
        <translation>
            <numerusform>Waiting for %n other download</numerusform>
            <numerusform>Waiting for %n other downloads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryDialog</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) are only pictures and cannot be read</source>
        <translation>
            <numerusform>%n page is only a picture and cannot be read</numerusform>
            <numerusform>%n pages are only pictures and cannot be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Up to %n point(s)</source>
        <translation>
            <numerusform>Up to %n point</numerusform>
            <numerusform>Up to %n points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message numerus="yes">
        <source>Controls: %n set</source>
        <translation>
            <numerusform>Controls: 1 set</numerusform>
            <numerusform>Controls: %n set</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message numerus="yes">
        <source>%n more row(s) are in the JSON below.</source>
        <translation>
            <numerusform>1 more row is in the JSON below.</numerusform>
            <numerusform>%n more rows are in the JSON below.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%1, about %n word(s) a second</source>
        <translation>
            <numerusform>%1, about %n word a second</numerusform>
            <numerusform>%1, about %n words a second</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n h</source>
        <translation>
            <numerusform>about %n h</numerusform>
            <numerusform>about %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n min</source>
        <translation>
            <numerusform>about %n min</numerusform>
            <numerusform>about %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n s</source>
        <translation>
            <numerusform>about %n s</numerusform>
            <numerusform>about %n s</numerusform>
        </translation>
    </message>
</context>
</TS>
