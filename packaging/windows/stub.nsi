; Stands for the program where no Windows build is at hand: it leaves a file with its parameters beside itself, and
; runs for a while where one of them is --wait.
Target amd64-unicode
Unicode true
SilentInstall silent
RequestExecutionLevel user
OutFile "${OUT}"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
Section
  ${GetParameters} $0
  FileOpen $1 "$EXEDIR\started.txt" w
  FileWriteUTF16LE /BOM $1 $0
  FileClose $1
  ClearErrors
  ${GetOptions} $0 "--wait" $1
  ${IfNot} ${Errors}
    Sleep 20000
  ${EndIf}
SectionEnd
