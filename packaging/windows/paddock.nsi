; Paddock's installer for Windows. packaging/windows/installer.py calls makensis with
;   VERSION   1.2.3
;   PAYLOAD   the folder that is installed: Paddock.exe, paddock-cli.exe (the same with a console), _internal
;   ICON      an .ico file
;   OUT       the installer to write
;
; /S            no window
; /D=FOLDER     where to; the last parameter, without quotation marks
; /AllUsers     for everybody on this computer; the caller has to be an administrator
; /RemoveData   of the uninstaller, with /S: chats and models go too
; Exit codes: 0 done, 1 stopped by the user, 2 Paddock is running or the rights are missing.

Target amd64-unicode ; the installer of a 64-bit program; also what can be tried without Windows
ManifestDPIAware true
ManifestSupportedOS all
SetCompressor /SOLID lzma
RequestExecutionLevel user

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

!define APP "Paddock"
!define EXE "Paddock.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Paddock"
!define OWN "Software\Paddock"
!define MODEL "Paddock.Model"

Name "${APP}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Paddock"
BrandingText "Paddock ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1033 "ProductName" "Paddock"
VIAddVersionKey /LANG=1033 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "FileDescription" "Paddock installer"
VIAddVersionKey /LANG=1033 "LegalCopyright" "The Paddock authors, MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_FINISHPAGE_SHOWREADME
!define MUI_FINISHPAGE_SHOWREADME_TEXT "$(DesktopIcon)"
!define MUI_FINISHPAGE_SHOWREADME_NOTCHECKED
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION DesktopShortcut
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString DesktopIcon ${LANG_ENGLISH} "Put an icon on the desktop"
LangString DesktopIcon ${LANG_SIMPCHINESE} "在桌面上放置图标"
LangString Summarise ${LANG_ENGLISH} "Summarise with Paddock"
LangString Summarise ${LANG_SIMPCHINESE} "用 Paddock 总结"
LangString ModelFile ${LANG_ENGLISH} "Language model (GGUF)"
LangString ModelFile ${LANG_SIMPCHINESE} "语言模型 (GGUF)"
LangString Running ${LANG_ENGLISH} "Paddock is running. Close it, then try again."
LangString Running ${LANG_SIMPCHINESE} "Paddock 正在运行。请先关闭它，然后重试。"
LangString NoRights ${LANG_ENGLISH} "/AllUsers needs the rights of an administrator."
LangString NoRights ${LANG_SIMPCHINESE} "/AllUsers 需要管理员权限。"
LangString Old ${LANG_ENGLISH} "Paddock needs a 64-bit Windows 10 or newer."
LangString Old ${LANG_SIMPCHINESE} "Paddock 需要 64 位的 Windows 10 或更高版本。"
LangString Data ${LANG_ENGLISH} "Remove your chats, settings and downloaded models as well?$\r$\n$\r$\n$0$\r$\n$\r$\nModels that other programs put on this computer stay in any case."
LangString Data ${LANG_SIMPCHINESE} "是否同时删除您的对话、设置和已下载的模型？$\r$\n$\r$\n$0$\r$\n$\r$\n其他程序下载的模型无论如何都会保留。"

!macro ForEachDocument DO
  !insertmacro ${DO} ".pdf"
  !insertmacro ${DO} ".docx"
  !insertmacro ${DO} ".pptx"
  !insertmacro ${DO} ".xlsx"
  !insertmacro ${DO} ".odt"
  !insertmacro ${DO} ".epub"
  !insertmacro ${DO} ".html"
  !insertmacro ${DO} ".md"
  !insertmacro ${DO} ".txt"
  !insertmacro ${DO} ".eml"
!macroend

; The verb stands in Explorer's menu of the file, and Paddock in "Open with"; nobody's own program is replaced.
!macro Register EXTENSION
  WriteRegStr SHCTX "Software\Classes\Applications\${EXE}\SupportedTypes" "${EXTENSION}" ""
  WriteRegStr SHCTX "Software\Classes\SystemFileAssociations\${EXTENSION}\shell\PaddockSummarise" "" "$(Summarise)"
  WriteRegStr SHCTX "Software\Classes\SystemFileAssociations\${EXTENSION}\shell\PaddockSummarise" "Icon" '"$INSTDIR\${EXE}"'
  WriteRegStr SHCTX "Software\Classes\SystemFileAssociations\${EXTENSION}\shell\PaddockSummarise\command" "" '"$INSTDIR\${EXE}" open --summarise "%1"'
!macroend

!macro Unregister EXTENSION
  DeleteRegKey SHCTX "Software\Classes\SystemFileAssociations\${EXTENSION}\shell\PaddockSummarise"
  DeleteRegKey /ifempty SHCTX "Software\Classes\SystemFileAssociations\${EXTENSION}\shell"
  DeleteRegKey /ifempty SHCTX "Software\Classes\SystemFileAssociations\${EXTENSION}"
!macroend

; A program that runs cannot be written to.
!macro StopWhileRunning SECTION
  again_${SECTION}:
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    ClearErrors
    FileOpen $1 "$INSTDIR\${EXE}" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDRETRY again_${SECTION}
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $1
  ${EndIf}
!macroend

Function .onInit
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AllUsers" $1
  ${IfNot} ${Errors}
    UserInfo::GetAccountType
    Pop $1
    ${If} $1 != "Admin"
      MessageBox MB_OK|MB_ICONSTOP "$(NoRights)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    ${If} $INSTDIR == "$LOCALAPPDATA\Programs\Paddock" ; with the next line this folder has another name
      StrCpy $INSTDIR "$PROGRAMFILES64\Paddock"
    ${EndIf}
    SetShellVarContext all
  ${EndIf}
  ; An upgrade goes where the version before it is, unless /D says otherwise.
  ReadRegStr $1 SHCTX "${OWN}" "InstallDir"
  ${If} $1 != ""
    ${GetOptions} $CMDLINE "/D=" $2
    ${If} ${Errors}
      StrCpy $INSTDIR $1
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Paddock"
  !insertmacro StopWhileRunning install
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    RMDir /r "$INSTDIR\_internal" ; what the new version no longer has may not stay among its libraries
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${EXE}"

  WriteRegStr SHCTX "${OWN}" "InstallDir" "$INSTDIR"
  WriteRegStr SHCTX "${OWN}" "Version" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${APP}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "The Paddock authors"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" $0

  WriteRegStr SHCTX "Software\Classes\${MODEL}" "" "$(ModelFile)"
  WriteRegStr SHCTX "Software\Classes\${MODEL}\DefaultIcon" "" "$INSTDIR\${EXE}"
  WriteRegStr SHCTX "Software\Classes\${MODEL}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "Software\Classes\.gguf\OpenWithProgids" "${MODEL}" ""
  WriteRegStr SHCTX "Software\Classes\Applications\${EXE}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  !insertmacro ForEachDocument Register
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
SectionEnd

Function DesktopShortcut
  CreateShortcut "$DESKTOP\${APP}.lnk" "$INSTDIR\${EXE}"
FunctionEnd

; Whether this is one person's program or everybody's: where its marks are.
Function un.Whose
  ReadRegStr $0 HKLM "${OWN}" "InstallDir"
  ${If} $0 == $INSTDIR
    SetShellVarContext all
  ${EndIf}
FunctionEnd

Function un.onInit
  Call un.Whose
FunctionEnd

Section "Uninstall"
  !insertmacro StopWhileRunning uninstall
  ; Chats and models are asked about, and stay unless somebody says otherwise.
  SetShellVarContext current
  StrCpy $0 "$LOCALAPPDATA\paddock"
  ${If} ${FileExists} "$0\*"
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "/RemoveData" $2
    ${IfNot} ${Errors}
      RMDir /r "$0"
    ${Else}
      MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(Data)" /SD IDNO IDNO keep
      RMDir /r "$0"
      keep:
    ${EndIf}
  ${EndIf}
  Call un.Whose

  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\*.exe"
  Delete "$INSTDIR\*.txt"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${APP}.lnk"
  Delete "$DESKTOP\${APP}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL}"
  DeleteRegKey SHCTX "${OWN}"
  DeleteRegKey SHCTX "Software\Classes\${MODEL}"
  DeleteRegValue SHCTX "Software\Classes\.gguf\OpenWithProgids" "${MODEL}"
  DeleteRegKey /ifempty SHCTX "Software\Classes\.gguf\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "Software\Classes\.gguf"
  DeleteRegKey SHCTX "Software\Classes\Applications\${EXE}"
  !insertmacro ForEachDocument Unregister
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
