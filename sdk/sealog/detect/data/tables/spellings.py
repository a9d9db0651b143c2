"""Every spelling of the lexicon's words that a text may have, see `lexicon/spelling.py`.

Made by `make tables`. Edits are lost.
"""

from __future__ import annotations

PEOPLE = """\
الاسمالكامل|الاسم الكامل|الاسم_الكامل|الاسم-الكامل|الاسم.الكامل|الاسمالأول|الاسم الأول|الاسم_الأول|الاسم-الأول
الاسم.الأول|الاسمالأول|الاسم الأول|الاسم_الأول|الاسم-الأول|الاسم.الأول|الاسمالاول|الاسم الاول|الاسم_الاول
الاسم-الاول|الاسم.الاول|اسمالعائلة|اسم العائلة|اسم_العائلة|اسم-العائلة|اسم.العائلة|اسمالعائلة|اسم العائلة
اسم_العائلة|اسم-العائلة|اسم.العائلة|اسمالمستخدم|اسم المستخدم|اسم_المستخدم|اسم-المستخدم|اسم.المستخدم|اسمالعميل
اسم العميل|اسم_العميل|اسم-العميل|اسم.العميل|اللقب|фамилия|ФАМИЛИЯ|Фамилия|презиме|ПРЕЗИМЕ|Презиме|собственоиме
собствено име|собствено_име|собствено-име|собствено.име|СОБСТВЕНОИМЕ|СОБСТВЕНО ИМЕ|СОБСТВЕНО_ИМЕ|СОБСТВЕНО-ИМЕ
СОБСТВЕНО.ИМЕ|СобственоИме|Собствено Име|Собствено_Име|Собствено-Име|Собствено.Име|Собственоиме|Собствено име
Собствено_име|Собствено-име|Собствено.име|пълноиме|пълно име|пълно_име|пълно-име|пълно.име|ПЪЛНОИМЕ|ПЪЛНО ИМЕ
ПЪЛНО_ИМЕ|ПЪЛНО-ИМЕ|ПЪЛНО.ИМЕ|ПълноИме|Пълно Име|Пълно_Име|Пълно-Име|Пълно.Име|Пълноиме|Пълно име|Пълно_име
Пълно-име|Пълно.име|পুরোনাম|পুরো নাম|পুরো_নাম|পুরো-নাম|পুরো.নাম|পুরোনাম|পুরো নাম|পুরো_নাম|পুরো-নাম|পুরো.নাম
পদবি|cognom|cognoms|nomcomplet|nom complet|nom_complet|nom-complet|nom.complet|příjmení|příjmení|prijmeni
pŘÍjmenÍ|celéjméno|celé jméno|celé_jméno|celé-jméno|celé.jméno|celéjméno|celé jméno|celé_jméno|celé-jméno
celé.jméno|celejmeno|cele jmeno|cele_jmeno|cele-jmeno|cele.jmeno|celÉjmÉno|celÉ jmÉno|celÉ_jmÉno|celÉ-jmÉno
celÉ.jmÉno|křestníjméno|křestní jméno|křestní_jméno|křestní-jméno|křestní.jméno|křestníjméno|křestní jméno
křestní_jméno|křestní-jméno|křestní.jméno|krestnijmeno|krestni jmeno|krestni_jmeno|krestni-jmeno
krestni.jmeno|kŘestnÍjmÉno|kŘestnÍ jmÉno|kŘestnÍ_jmÉno|kŘestnÍ-jmÉno|kŘestnÍ.jmÉno|uživatelskéjméno
uživatelské jméno|uživatelské_jméno|uživatelské-jméno|uživatelské.jméno|uživatelskéjméno|uživatelské jméno
uživatelské_jméno|uživatelské-jméno|uživatelské.jméno|uzivatelskejmeno|uzivatelske jmeno|uzivatelske_jmeno
uzivatelske-jmeno|uzivatelske.jmeno|uŽivatelskÉjmÉno|uŽivatelskÉ jmÉno|uŽivatelskÉ_jmÉno|uŽivatelskÉ-jmÉno
uŽivatelskÉ.jmÉno|uŽİvatelskÉjmÉno|uŽİvatelskÉ jmÉno|uŽİvatelskÉ_jmÉno|uŽİvatelskÉ-jmÉno|uŽİvatelskÉ.jmÉno
uži̇vatelskéjméno|uži̇vatelské jméno|uži̇vatelské_jméno|uži̇vatelské-jméno|uži̇vatelské.jméno|fornavn
efternavn|fuldenavn|fulde navn|fulde_navn|fulde-navn|fulde.navn|brugernavn|vorname|nachname|familienname|zuname
geburtsname|rufname|vollständigername|vollständiger name|vollständiger_name|vollständiger-name|vollständiger.name
vollständigername|vollständiger name|vollständiger_name|vollständiger-name|vollständiger.name|vollstandigername
vollstandiger name|vollstandiger_name|vollstandiger-name|vollstandiger.name|vollstÄndigername|vollstÄndiger name
vollstÄndiger_name|vollstÄndiger-name|vollstÄndiger.name|vollstÄndİgername|vollstÄndİger name|vollstÄndİger_name
vollstÄndİger-name|vollstÄndİger.name|vollständi̇gername|vollständi̇ger name|vollständi̇ger_name
vollständi̇ger-name|vollständi̇ger.name|kundenname|benutzername|nutzername|ansprechpartner|kontoinhaber
karteninhaber|vorundnachname|vor und nachname|vor_und_nachname|vor-und-nachname|vor.und.nachname|ehename
kontoinhaberin|karteninhaberin|ansprechpartnerin|namedeskunden|name des kunden|name_des_kunden|name-des-kunden
name.des.kunden|namederkundin|name der kundin|name_der_kundin|name-der-kundin|name.der.kundin|επώνυμο|επώνυμο
επωνυμο|ΕΠΏΝΥΜΟ|ΕΠΏΝΥΜΟ|ΕΠΩΝΥΜΟ|Επώνυμο|Επώνυμο|Επωνυμο|επίθετο|επίθετο|επιθετο|ΕΠΊΘΕΤΟ|ΕΠΊΘΕΤΟ|ΕΠΙΘΕΤΟ|Επίθετο
Επίθετο|Επιθετο|ονοματεπώνυμο|ονοματεπώνυμο|ονοματεπωνυμο|ΟΝΟΜΑΤΕΠΏΝΥΜΟ|ΟΝΟΜΑΤΕΠΏΝΥΜΟ|ΟΝΟΜΑΤΕΠΩΝΥΜΟ|Ονοματεπώνυμο
Ονοματεπώνυμο|Ονοματεπωνυμο|όνομαχρήστη|όνομα χρήστη|όνομα_χρήστη|όνομα-χρήστη|όνομα.χρήστη|όνομαχρήστη
όνομα χρήστη|όνομα_χρήστη|όνομα-χρήστη|όνομα.χρήστη|ονομαχρηστη|ονομα χρηστη|ονομα_χρηστη|ονομα-χρηστη
ονομα.χρηστη|ΌΝΟΜΑΧΡΉΣΤΗ|ΌΝΟΜΑ ΧΡΉΣΤΗ|ΌΝΟΜΑ_ΧΡΉΣΤΗ|ΌΝΟΜΑ-ΧΡΉΣΤΗ|ΌΝΟΜΑ.ΧΡΉΣΤΗ|ΌΝΟΜΑΧΡΉΣΤΗ|ΌΝΟΜΑ ΧΡΉΣΤΗ
ΌΝΟΜΑ_ΧΡΉΣΤΗ|ΌΝΟΜΑ-ΧΡΉΣΤΗ|ΌΝΟΜΑ.ΧΡΉΣΤΗ|ΟΝΟΜΑΧΡΗΣΤΗ|ΟΝΟΜΑ ΧΡΗΣΤΗ|ΟΝΟΜΑ_ΧΡΗΣΤΗ|ΟΝΟΜΑ-ΧΡΗΣΤΗ|ΟΝΟΜΑ.ΧΡΗΣΤΗ
ΌνομαΧρήστη|Όνομα Χρήστη|Όνομα_Χρήστη|Όνομα-Χρήστη|Όνομα.Χρήστη|ΌνομαΧρήστη|Όνομα Χρήστη|Όνομα_Χρήστη
Όνομα-Χρήστη|Όνομα.Χρήστη|ΟνομαΧρηστη|Ονομα Χρηστη|Ονομα_Χρηστη|Ονομα-Χρηστη|Ονομα.Χρηστη|Όνομαχρήστη
Όνομα χρήστη|Όνομα_χρήστη|Όνομα-χρήστη|Όνομα.χρήστη|Όνομαχρήστη|Όνομα χρήστη|Όνομα_χρήστη|Όνομα-χρήστη
Όνομα.χρήστη|Ονομαχρηστη|Ονομα χρηστη|Ονομα_χρηστη|Ονομα-χρηστη|Ονομα.χρηστη|nickname|legalname|legal name
legal_name|legal-name|legal.name|preferredname|preferred name|preferred_name|preferred-name|preferred.name
maidenname|maiden name|maiden_name|maiden-name|maiden.name|sendername|sender name|sender_name|sender-name
sender.name|recipientname|recipient name|recipient_name|recipient-name|recipient.name|nameoncard|name on card
name_on_card|name-on-card|name.on.card|payername|payer name|payer_name|payer-name|payer.name|payeename|payee name
payee_name|payee-name|payee.name|beneficiaryname|beneficiary name|beneficiary_name|beneficiary-name|beneficiary.name
passengername|passenger name|passenger_name|passenger-name|passenger.name|guestname|guest name|guest_name|guest-name
guest.name|studentname|student name|student_name|student-name|student.name|accountholdername|account holder name
account_holder_name|account-holder-name|account.holder.name|apellido|apellidos|primerapellido|primer apellido
primer_apellido|primer-apellido|primer.apellido|segundoapellido|segundo apellido|segundo_apellido|segundo-apellido
segundo.apellido|nombrecompleto|nombre completo|nombre_completo|nombre-completo|nombre.completo|primernombre
primer nombre|primer_nombre|primer-nombre|primer.nombre|nombredepila|nombre de pila|nombre_de_pila|nombre-de-pila
nombre.de.pila|nombreyapellidos|nombre y apellidos|nombre_y_apellidos|nombre-y-apellidos|nombre.y.apellidos
nombredeusuario|nombre de usuario|nombre_de_usuario|nombre-de-usuario|nombre.de.usuario|titular|nombredeltitular
nombre del titular|nombre_del_titular|nombre-del-titular|nombre.del.titular|nombrecliente|nombre cliente
nombre_cliente|nombre-cliente|nombre.cliente|nombredelcliente|nombre del cliente|nombre_del_cliente
nombre-del-cliente|nombre.del.cliente|nombreusuario|nombre usuario|nombre_usuario|nombre-usuario|nombre.usuario
apellidopaterno|apellido paterno|apellido_paterno|apellido-paterno|apellido.paterno|apellidomaterno|apellido materno
apellido_materno|apellido-materno|apellido.materno|eesnimi|perekonnanimi|perenimi|täisnimi|täisnimi|taisnimi
tÄisnimi|tÄİsnİmİ|täi̇sni̇mi̇|kasutajanimi|نامخانوادگی|نام خانوادگی|نام_خانوادگی|نام-خانوادگی|نام.خانوادگی|نامکامل
نام کامل|نام_کامل|نام-کامل|نام.کامل|نامکاربری|نام کاربری|نام_کاربری|نام-کاربری|نام.کاربری|etunimi|sukunimi|kokonimi
koko nimi|koko_nimi|koko-nimi|koko.nimi|käyttäjätunnus|käyttäjätunnus|kayttajatunnus|kÄyttÄjÄtunnus|käyttäjänimi
käyttäjänimi|kayttajanimi|kÄyttÄjÄnimi|kÄyttÄjÄnİmİ|käyttäjäni̇mi̇|prénom|prénom|prenom|prÉnom|prénoms
prénoms|prenoms|prÉnoms|nomdefamille|nom de famille|nom_de_famille|nom-de-famille|nom.de.famille|nometprénom
nom et prénom|nom_et_prénom|nom-et-prénom|nom.et.prénom|nometprénom|nom et prénom|nom_et_prénom|nom-et-prénom
nom.et.prénom|nometprenom|nom et prenom|nom_et_prenom|nom-et-prenom|nom.et.prenom|nometprÉnom|nom et prÉnom
nom_et_prÉnom|nom-et-prÉnom|nom.et.prÉnom|nomdenaissance|nom de naissance|nom_de_naissance|nom-de-naissance
nom.de.naissance|nomd'usage|nom d'usage|nom_d'usage|nom-d'usage|nom.d'usage|nomd'utilisateur|nom d'utilisateur
nom_d'utilisateur|nom-d'utilisateur|nom.d'utilisateur|nomutilisateur|nom utilisateur|nom_utilisateur|nom-utilisateur
nom.utilisateur|titulaire|nomclient|nom client|nom_client|nom-client|nom.client|nomduclient|nom du client
nom_du_client|nom-du-client|nom.du.client|nomdupatient|nom du patient|nom_du_patient|nom-du-patient|nom.du.patient
nomfamille|nom famille|nom_famille|nom-famille|nom.famille|nomdejeunefille|nom de jeune fille|nom_de_jeune_fille
nom-de-jeune-fille|nom.de.jeune.fille|nomdel'utilisateur|nom de l'utilisateur|nom_de_l'utilisateur
nom-de-l'utilisateur|nom.de.l'utilisateur|שםפרטי|שם פרטי|שם_פרטי|שם-פרטי|שם.פרטי|שםמשפחה|שם משפחה|שם_משפחה|שם-משפחה
שם.משפחה|שםמלא|שם מלא|שם_מלא|שם-מלא|שם.מלא|שםמשתמש|שם משתמש|שם_משתמש|שם-משתמש|שם.משתמש|पूरानाम|पूरा नाम|पूरा_नाम
पूरा-नाम|पूरा.नाम|उपनाम|कुलनाम|उपयोगकर्तानाम|उपयोगकर्ता नाम|उपयोगकर्ता_नाम|उपयोगकर्ता-नाम|उपयोगकर्ता.नाम|prezime
imeiprezime|ime i prezime|ime_i_prezime|ime-i-prezime|ime.i.prezime|korisničkoime|korisničko ime|korisničko_ime
korisničko-ime|korisničko.ime|korisničkoime|korisničko ime|korisničko_ime|korisničko-ime|korisničko.ime
korisnickoime|korisnicko ime|korisnicko_ime|korisnicko-ime|korisnicko.ime|korisniČkoime|korisniČko ime
korisniČko_ime|korisniČko-ime|korisniČko.ime|korİsnİČkoİme|korİsnİČko İme|korİsnİČko_İme|korİsnİČko-İme
korİsnİČko.İme|kori̇sni̇čkoi̇me|kori̇sni̇čko i̇me|kori̇sni̇čko_i̇me|kori̇sni̇čko-i̇me|kori̇sni̇čko.i̇me|punoime
puno ime|puno_ime|puno-ime|puno.ime|vezetéknév|vezetéknév|vezeteknev|vezetÉknÉv|keresztnév|keresztnév|keresztnev
keresztnÉv|családnév|családnév|csaladnev|csalÁdnÉv|utónév|utónév|utonev|utÓnÉv|teljesnév|teljes név|teljes_név
teljes-név|teljes.név|teljesnév|teljes név|teljes_név|teljes-név|teljes.név|teljesnev|teljes nev|teljes_nev
teljes-nev|teljes.nev|teljesnÉv|teljes nÉv|teljes_nÉv|teljes-nÉv|teljes.nÉv|felhasználónév|felhasználónév
felhasznalonev|felhasznÁlÓnÉv|ազգանուն|ԱԶԳԱՆՈՒՆ|Ազգանուն|namalengkap|nama lengkap|nama_lengkap|nama-lengkap
nama.lengkap|namadepan|nama depan|nama_depan|nama-depan|nama.depan|namabelakang|nama belakang|nama_belakang
nama-belakang|nama.belakang|namapengguna|nama pengguna|nama_pengguna|nama-pengguna|nama.pengguna|namapelanggan
nama pelanggan|nama_pelanggan|nama-pelanggan|nama.pelanggan|fornafn|eftirnafn|fulltnafn|fullt nafn|fullt_nafn
fullt-nafn|fullt.nafn|notandanafn|cognome|nomecompleto|nome completo|nome_completo|nome-completo|nome.completo
nomeecognome|nome e cognome|nome_e_cognome|nome-e-cognome|nome.e.cognome|nomeutente|nome utente|nome_utente
nome-utente|nome.utente|intestatario|nominativo|nomecliente|nome cliente|nome_cliente|nome-cliente|nome.cliente|氏名
姓名|お名前|フルネーム|苗字|名字|フリガナ|フリガナ|ふりがな|ふりがな|ユーザー名|ユーザー名|ユーザ名|ユーザ名|顧客名|გვარი|ᲒᲕᲐᲠᲘ|Გვარი|სახელიდაგვარი|სახელი და გვარი
სახელი_და_გვარი|სახელი-და-გვარი|სახელი.და.გვარი|ᲡᲐᲮᲔᲚᲘᲓᲐᲒᲕᲐᲠᲘ|ᲡᲐᲮᲔᲚᲘ ᲓᲐ ᲒᲕᲐᲠᲘ|ᲡᲐᲮᲔᲚᲘ_ᲓᲐ_ᲒᲕᲐᲠᲘ|ᲡᲐᲮᲔᲚᲘ-ᲓᲐ-ᲒᲕᲐᲠᲘ
ᲡᲐᲮᲔᲚᲘ.ᲓᲐ.ᲒᲕᲐᲠᲘ|ᲡახელიᲓაᲒვარი|Სახელი Და Გვარი|Სახელი_Და_Გვარი|Სახელი-Და-Გვარი|Სახელი.Და.Გვარი|Სახელიდაგვარი
Სახელი და გვარი|Სახელი_და_გვარი|Სახელი-და-გვარი|Სახელი.და.გვარი|성명|성명|성함|성함|고객명|고객명|사용자명|사용자명
사용자이름|사용자 이름|사용자_이름|사용자-이름|사용자.이름|사용자이름|사용자 이름|사용자_이름|사용자-이름|사용자.이름|예금주|예금주
pavardė|pavardė|pavarde|pavardĖ|vardasirpavardė|vardas ir pavardė|vardas_ir_pavardė|vardas-ir-pavardė
vardas.ir.pavardė|vardasirpavardė|vardas ir pavardė|vardas_ir_pavardė|vardas-ir-pavardė|vardas.ir.pavardė
vardasirpavarde|vardas ir pavarde|vardas_ir_pavarde|vardas-ir-pavarde|vardas.ir.pavarde|vardasirpavardĖ
vardas ir pavardĖ|vardas_ir_pavardĖ|vardas-ir-pavardĖ|vardas.ir.pavardĖ|vardasİrpavardĖ|vardas İr pavardĖ
vardas_İr_pavardĖ|vardas-İr-pavardĖ|vardas.İr.pavardĖ|vardasi̇rpavardė|vardas i̇r pavardė|vardas_i̇r_pavardė
vardas-i̇r-pavardė|vardas.i̇r.pavardė|vartotojovardas|vartotojo vardas|vartotojo_vardas|vartotojo-vardas
vartotojo.vardas|uzvārds|uzvārds|uzvards|uzvĀrds|vārdsuzvārds|vārds uzvārds|vārds_uzvārds|vārds-uzvārds
vārds.uzvārds|vārdsuzvārds|vārds uzvārds|vārds_uzvārds|vārds-uzvārds|vārds.uzvārds|vardsuzvards
vards uzvards|vards_uzvards|vards-uzvards|vards.uzvards|vĀrdsuzvĀrds|vĀrds uzvĀrds|vĀrds_uzvĀrds|vĀrds-uzvĀrds
vĀrds.uzvĀrds|lietotājvārds|lietotājvārds|lietotajvards|lietotĀjvĀrds|lİetotĀjvĀrds|li̇etotājvārds|namapenuh
nama penuh|nama_penuh|nama-penuh|nama.penuh|namapertama|nama pertama|nama_pertama|nama-pertama|nama.pertama
namakeluarga|nama keluarga|nama_keluarga|nama-keluarga|nama.keluarga|etternavn|fulltnavn|fullt navn|fullt_navn
fullt-navn|fullt.navn|brukernavn|voornaam|achternaam|familienaam|volledigenaam|volledige naam|volledige_naam
volledige-naam|volledige.naam|klantnaam|gebruikersnaam|rekeninghouder|imię|imię|imie|imiĘ|İmİĘ|i̇mi̇ę|nazwisko
imięinazwisko|imię i nazwisko|imię_i_nazwisko|imię-i-nazwisko|imię.i.nazwisko|imięinazwisko|imię i nazwisko
imię_i_nazwisko|imię-i-nazwisko|imię.i.nazwisko|imieinazwisko|imie i nazwisko|imie_i_nazwisko|imie-i-nazwisko
imie.i.nazwisko|imiĘinazwisko|imiĘ i nazwisko|imiĘ_i_nazwisko|imiĘ-i-nazwisko|imiĘ.i.nazwisko|İmİĘİnazwİsko
İmİĘ İ nazwİsko|İmİĘ_İ_nazwİsko|İmİĘ-İ-nazwİsko|İmİĘ.İ.nazwİsko|i̇mi̇ęi̇nazwi̇sko|i̇mi̇ę i̇ nazwi̇sko
i̇mi̇ę_i̇_nazwi̇sko|i̇mi̇ę-i̇-nazwi̇sko|i̇mi̇ę.i̇.nazwi̇sko|pełneimię|pełne imię|pełne_imię|pełne-imię|pełne.imię
pełneimię|pełne imię|pełne_imię|pełne-imię|pełne.imię|pelneimie|pelne imie|pelne_imie|pelne-imie|pelne.imie
peŁneimiĘ|peŁne imiĘ|peŁne_imiĘ|peŁne-imiĘ|peŁne.imiĘ|peŁneimię|peŁne imię|peŁne_imię|peŁne-imię|peŁne.imię
peŁneimie|peŁne imie|peŁne_imie|peŁne-imie|peŁne.imie|peŁneİmİĘ|peŁne İmİĘ|peŁne_İmİĘ|peŁne-İmİĘ|peŁne.İmİĘ
peŁnei̇mi̇ę|peŁne i̇mi̇ę|peŁne_i̇mi̇ę|peŁne-i̇mi̇ę|peŁne.i̇mi̇ę|nazwaużytkownika|nazwa użytkownika
nazwa_użytkownika|nazwa-użytkownika|nazwa.użytkownika|nazwaużytkownika|nazwa użytkownika|nazwa_użytkownika
nazwa-użytkownika|nazwa.użytkownika|nazwauzytkownika|nazwa uzytkownika|nazwa_uzytkownika|nazwa-uzytkownika
nazwa.uzytkownika|nazwauŻytkownika|nazwa uŻytkownika|nazwa_uŻytkownika|nazwa-uŻytkownika|nazwa.uŻytkownika
nazwauŻytkownİka|nazwa uŻytkownİka|nazwa_uŻytkownİka|nazwa-uŻytkownİka|nazwa.uŻytkownİka|nazwaużytkowni̇ka
nazwa użytkowni̇ka|nazwa_użytkowni̇ka|nazwa-użytkowni̇ka|nazwa.użytkowni̇ka|nazwiskopanieńskie
nazwisko panieńskie|nazwisko_panieńskie|nazwisko-panieńskie|nazwisko.panieńskie|nazwiskopanieńskie
nazwisko panieńskie|nazwisko_panieńskie|nazwisko-panieńskie|nazwisko.panieńskie|nazwiskopanienskie
nazwisko panienskie|nazwisko_panienskie|nazwisko-panienskie|nazwisko.panienskie|nazwiskopanieŃskie
nazwisko panieŃskie|nazwisko_panieŃskie|nazwisko-panieŃskie|nazwisko.panieŃskie|nazwİskopanİeŃskİe
nazwİsko panİeŃskİe|nazwİsko_panİeŃskİe|nazwİsko-panİeŃskİe|nazwİsko.panİeŃskİe|nazwi̇skopani̇eński̇e
nazwi̇sko pani̇eński̇e|nazwi̇sko_pani̇eński̇e|nazwi̇sko-pani̇eński̇e|nazwi̇sko.pani̇eński̇e|sobrenome|apelido
primeironome|primeiro nome|primeiro_nome|primeiro-nome|primeiro.nome|últimonome|último nome|último_nome|último-nome
último.nome|últimonome|último nome|último_nome|último-nome|último.nome|ultimonome|ultimo nome|ultimo_nome
ultimo-nome|ultimo.nome|Últimonome|Último nome|Último_nome|Último-nome|Último.nome|Últİmonome|Últİmo nome
Últİmo_nome|Últİmo-nome|Últİmo.nome|últi̇monome|últi̇mo nome|últi̇mo_nome|últi̇mo-nome|últi̇mo.nome
nomedocliente|nome do cliente|nome_do_cliente|nome-do-cliente|nome.do.cliente|nomedeusuário|nome de usuário
nome_de_usuário|nome-de-usuário|nome.de.usuário|nomedeusuário|nome de usuário|nome_de_usuário|nome-de-usuário
nome.de.usuário|nomedeusuario|nome de usuario|nome_de_usuario|nome-de-usuario|nome.de.usuario|nomedeusuÁrio
nome de usuÁrio|nome_de_usuÁrio|nome-de-usuÁrio|nome.de.usuÁrio|nomedeusuÁrİo|nome de usuÁrİo|nome_de_usuÁrİo
nome-de-usuÁrİo|nome.de.usuÁrİo|nomedeusuári̇o|nome de usuári̇o|nome_de_usuári̇o|nome-de-usuári̇o
nome.de.usuári̇o|nomedotitular|nome do titular|nome_do_titular|nome-do-titular|nome.do.titular|nomedamãe
nome da mãe|nome_da_mãe|nome-da-mãe|nome.da.mãe|nomedamãe|nome da mãe|nome_da_mãe|nome-da-mãe|nome.da.mãe
nomedamae|nome da mae|nome_da_mae|nome-da-mae|nome.da.mae|nomedamÃe|nome da mÃe|nome_da_mÃe|nome-da-mÃe|nome.da.mÃe
nomemãe|nome mãe|nome_mãe|nome-mãe|nome.mãe|nomemãe|nome mãe|nome_mãe|nome-mãe|nome.mãe|nomemae|nome mae
nome_mae|nome-mae|nome.mae|nomemÃe|nome mÃe|nome_mÃe|nome-mÃe|nome.mÃe|nomedopai|nome do pai|nome_do_pai|nome-do-pai
nome.do.pai|prenume|numedefamilie|nume de familie|nume_de_familie|nume-de-familie|nume.de.familie|numecomplet
nume complet|nume_complet|nume-complet|nume.complet|numelecomplet|numele complet|numele_complet|numele-complet
numele.complet|numeșiprenume|nume și prenume|nume_și_prenume|nume-și-prenume|nume.și.prenume|numeșiprenume
nume și prenume|nume_și_prenume|nume-și-prenume|nume.și.prenume|numesiprenume|nume si prenume|nume_si_prenume
nume-si-prenume|nume.si.prenume|numeȘiprenume|nume Și prenume|nume_Și_prenume|nume-Și-prenume|nume.Și.prenume
numeȘİprenume|nume Șİ prenume|nume_Șİ_prenume|nume-Șİ-prenume|nume.Șİ.prenume|numeși̇prenume|nume și̇ prenume
nume_și̇_prenume|nume-și̇-prenume|nume.și̇.prenume|numeutilizator|nume utilizator|nume_utilizator|nume-utilizator
nume.utilizator|отчество|ОТЧЕСТВО|Отчество|фио|ФИО|Фио|полноеимя|полное имя|полное_имя|полное-имя|полное.имя
ПОЛНОЕИМЯ|ПОЛНОЕ ИМЯ|ПОЛНОЕ_ИМЯ|ПОЛНОЕ-ИМЯ|ПОЛНОЕ.ИМЯ|ПолноеИмя|Полное Имя|Полное_Имя|Полное-Имя|Полное.Имя
Полноеимя|Полное имя|Полное_имя|Полное-имя|Полное.имя|имяпользователя|имя пользователя|имя_пользователя
имя-пользователя|имя.пользователя|ИМЯПОЛЬЗОВАТЕЛЯ|ИМЯ ПОЛЬЗОВАТЕЛЯ|ИМЯ_ПОЛЬЗОВАТЕЛЯ|ИМЯ-ПОЛЬЗОВАТЕЛЯ
ИМЯ.ПОЛЬЗОВАТЕЛЯ|ИмяПользователя|Имя Пользователя|Имя_Пользователя|Имя-Пользователя|Имя.Пользователя|Имяпользователя
Имя пользователя|Имя_пользователя|Имя-пользователя|Имя.пользователя|имяклиента|имя клиента|имя_клиента|имя-клиента
имя.клиента|ИМЯКЛИЕНТА|ИМЯ КЛИЕНТА|ИМЯ_КЛИЕНТА|ИМЯ-КЛИЕНТА|ИМЯ.КЛИЕНТА|ИмяКлиента|Имя Клиента|Имя_Клиента
Имя-Клиента|Имя.Клиента|Имяклиента|Имя клиента|Имя_клиента|Имя-клиента|Имя.клиента|фамилияимяотчество
фамилия имя отчество|фамилия_имя_отчество|фамилия-имя-отчество|фамилия.имя.отчество|ФАМИЛИЯИМЯОТЧЕСТВО
ФАМИЛИЯ ИМЯ ОТЧЕСТВО|ФАМИЛИЯ_ИМЯ_ОТЧЕСТВО|ФАМИЛИЯ-ИМЯ-ОТЧЕСТВО|ФАМИЛИЯ.ИМЯ.ОТЧЕСТВО|ФамилияИмяОтчество
Фамилия Имя Отчество|Фамилия_Имя_Отчество|Фамилия-Имя-Отчество|Фамилия.Имя.Отчество|Фамилияимяотчество
Фамилия имя отчество|Фамилия_имя_отчество|Фамилия-имя-отчество|Фамилия.имя.отчество|priezvisko|celémeno|celé meno
celé_meno|celé-meno|celé.meno|celémeno|celé meno|celé_meno|celé-meno|celé.meno|celemeno|cele meno|cele_meno
cele-meno|cele.meno|celÉmeno|celÉ meno|celÉ_meno|celÉ-meno|celÉ.meno|krstnémeno|krstné meno|krstné_meno|krstné-meno
krstné.meno|krstnémeno|krstné meno|krstné_meno|krstné-meno|krstné.meno|krstnemeno|krstne meno|krstne_meno
krstne-meno|krstne.meno|krstnÉmeno|krstnÉ meno|krstnÉ_meno|krstnÉ-meno|krstnÉ.meno|používateľskémeno
používateľské meno|používateľské_meno|používateľské-meno|používateľské.meno|používateľskémeno
používateľské meno|používateľské_meno|používateľské-meno|používateľské.meno|pouzivatelskemeno
pouzivatelske meno|pouzivatelske_meno|pouzivatelske-meno|pouzivatelske.meno|pouŽÍvateĽskÉmeno|pouŽÍvateĽskÉ meno
pouŽÍvateĽskÉ_meno|pouŽÍvateĽskÉ-meno|pouŽÍvateĽskÉ.meno|priimek|imeinpriimek|ime in priimek|ime_in_priimek
ime-in-priimek|ime.in.priimek|polnoime|polno ime|polno_ime|polno-ime|polno.ime|uporabniškoime|uporabniško ime
uporabniško_ime|uporabniško-ime|uporabniško.ime|uporabniškoime|uporabniško ime|uporabniško_ime|uporabniško-ime
uporabniško.ime|uporabniskoime|uporabnisko ime|uporabnisko_ime|uporabnisko-ime|uporabnisko.ime|uporabniŠkoime
uporabniŠko ime|uporabniŠko_ime|uporabniŠko-ime|uporabniŠko.ime|uporabnİŠkoİme|uporabnİŠko İme|uporabnİŠko_İme
uporabnİŠko-İme|uporabnİŠko.İme|uporabni̇škoi̇me|uporabni̇ško i̇me|uporabni̇ško_i̇me|uporabni̇ško-i̇me
uporabni̇ško.i̇me|mbiemri|mbiemër|mbiemër|mbiemer|mbiemËr|mbİemËr|mbi̇emër|emriiplotë|emri i plotë|emri_i_plotë
emri-i-plotë|emri.i.plotë|emriiplotë|emri i plotë|emri_i_plotë|emri-i-plotë|emri.i.plotë|emriiplote
emri i plote|emri_i_plote|emri-i-plote|emri.i.plote|emriiplotË|emri i plotË|emri_i_plotË|emri-i-plotË|emri.i.plotË
emrİİplotË|emrİ İ plotË|emrİ_İ_plotË|emrİ-İ-plotË|emrİ.İ.plotË|emri̇i̇plotë|emri̇ i̇ plotë|emri̇_i̇_plotë
emri̇-i̇-plotë|emri̇.i̇.plotë|имеипрезиме|име и презиме|име_и_презиме|име-и-презиме|име.и.презиме|ИМЕИПРЕЗИМЕ
ИМЕ И ПРЕЗИМЕ|ИМЕ_И_ПРЕЗИМЕ|ИМЕ-И-ПРЕЗИМЕ|ИМЕ.И.ПРЕЗИМЕ|ИмеИПрезиме|Име И Презиме|Име_И_Презиме|Име-И-Презиме
Име.И.Презиме|Имеипрезиме|Име и презиме|Име_и_презиме|Име-и-презиме|Име.и.презиме|корисничкоиме|корисничко име
корисничко_име|корисничко-име|корисничко.име|КОРИСНИЧКОИМЕ|КОРИСНИЧКО ИМЕ|КОРИСНИЧКО_ИМЕ|КОРИСНИЧКО-ИМЕ
КОРИСНИЧКО.ИМЕ|КорисничкоИме|Корисничко Име|Корисничко_Име|Корисничко-Име|Корисничко.Име|Корисничкоиме
Корисничко име|Корисничко_име|Корисничко-име|Корисничко.име|förnamn|förnamn|fornamn|fÖrnamn|efternamn
fullständigtnamn|fullständigt namn|fullständigt_namn|fullständigt-namn|fullständigt.namn|fullständigtnamn
fullständigt namn|fullständigt_namn|fullständigt-namn|fullständigt.namn|fullstandigtnamn|fullstandigt namn
fullstandigt_namn|fullstandigt-namn|fullstandigt.namn|fullstÄndigtnamn|fullstÄndigt namn|fullstÄndigt_namn
fullstÄndigt-namn|fullstÄndigt.namn|fullstÄndİgtnamn|fullstÄndİgt namn|fullstÄndİgt_namn|fullstÄndİgt-namn
fullstÄndİgt.namn|fullständi̇gtnamn|fullständi̇gt namn|fullständi̇gt_namn|fullständi̇gt-namn|fullständi̇gt.namn
tilltalsnamn|användarnamn|användarnamn|anvandarnamn|anvÄndarnamn|kundnamn|jinakamili|jina kamili|jina_kamili
jina-kamili|jina.kamili|jinalakwanza|jina la kwanza|jina_la_kwanza|jina-la-kwanza|jina.la.kwanza|jinalaukoo
jina la ukoo|jina_la_ukoo|jina-la-ukoo|jina.la.ukoo|முழுபெயர்|முழு பெயர்|முழு_பெயர்|முழு-பெயர்|முழு.பெயர்
ชื่อนามสกุล|ชื่อ นามสกุล|ชื่อ_นามสกุล|ชื่อ-นามสกุล|ชื่อ.นามสกุล|นามสกุล|ชื่อเต็ม|ชื่อจริง|ชื่อผู้ใช้|soyadı|soyadi
soyad|soyisim|adısoyadı|adı soyadı|adı_soyadı|adı-soyadı|adı.soyadı|adisoyadi|adi soyadi|adi_soyadi|adi-soyadi
adi.soyadi|adsoyad|ad soyad|ad_soyad|ad-soyad|ad.soyad|tamad|tam ad|tam_ad|tam-ad|tam.ad|isimsoyisim|isim soyisim
isim_soyisim|isim-soyisim|isim.soyisim|kullanıcıadı|kullanıcı adı|kullanıcı_adı|kullanıcı-adı|kullanıcı.adı
kullaniciadi|kullanici adi|kullanici_adi|kullanici-adi|kullanici.adi|müşteriadı|müşteri adı|müşteri_adı|müşteri-adı
müşteri.adı|müşteriadı|müşteri adı|müşteri_adı|müşteri-adı|müşteri.adı|musteriadi|musteri adi|musteri_adi
musteri-adi|musteri.adi|mÜŞteriadi|mÜŞteri adi|mÜŞteri_adi|mÜŞteri-adi|mÜŞteri.adi|müşteriadi|müşteri adi
müşteri_adi|müşteri-adi|müşteri.adi|mÜŞterİadi|mÜŞterİ adi|mÜŞterİ_adi|mÜŞterİ-adi|mÜŞterİ.adi|müşteri̇adi
müşteri̇ adi|müşteri̇_adi|müşteri̇-adi|müşteri̇.adi|прізвище|ПРІЗВИЩЕ|Прізвище|побатькові|по батькові
по_батькові|по-батькові|по.батькові|ПОБАТЬКОВІ|ПО БАТЬКОВІ|ПО_БАТЬКОВІ|ПО-БАТЬКОВІ|ПО.БАТЬКОВІ|ПоБатькові
По Батькові|По_Батькові|По-Батькові|По.Батькові|Побатькові|По батькові|По_батькові|По-батькові|По.батькові|піб|ПІБ
Піб|повнеім'я|повне ім'я|повне_ім'я|повне-ім'я|повне.ім'я|ПОВНЕІМ'Я|ПОВНЕ ІМ'Я|ПОВНЕ_ІМ'Я|ПОВНЕ-ІМ'Я|ПОВНЕ.ІМ'Я
ПовнеІм'я|Повне Ім'я|Повне_Ім'я|Повне-Ім'я|Повне.Ім'я|Повнеім'я|Повне ім'я|Повне_ім'я|Повне-ім'я|Повне.ім'я
повнеім’я|повне ім’я|повне_ім’я|повне-ім’я|повне.ім’я|ПОВНЕІМ’Я|ПОВНЕ ІМ’Я|ПОВНЕ_ІМ’Я|ПОВНЕ-ІМ’Я|ПОВНЕ.ІМ’Я
ПовнеІм’я|Повне Ім’я|Повне_Ім’я|Повне-Ім’я|Повне.Ім’я|Повнеім’я|Повне ім’я|Повне_ім’я|Повне-ім’я|Повне.ім’я
ім'якористувача|ім'я користувача|ім'я_користувача|ім'я-користувача|ім'я.користувача|ІМ'ЯКОРИСТУВАЧА|ІМ'Я КОРИСТУВАЧА
ІМ'Я_КОРИСТУВАЧА|ІМ'Я-КОРИСТУВАЧА|ІМ'Я.КОРИСТУВАЧА|Ім'яКористувача|Ім'я Користувача|Ім'я_Користувача
Ім'я-Користувача|Ім'я.Користувача|Ім'якористувача|Ім'я користувача|Ім'я_користувача|Ім'я-користувача
Ім'я.користувача|پورانام|پورا نام|پورا_نام|پورا-نام|پورا.نام|họvàtên|họ và tên|họ_và_tên|họ-và-tên|họ.và.tên
họvàtên|họ và tên|họ_và_tên|họ-và-tên|họ.và.tên|hovaten|ho va ten|ho_va_ten|ho-va-ten|ho.va.ten
hỌvÀtÊn|hỌ vÀ tÊn|hỌ_vÀ_tÊn|hỌ-vÀ-tÊn|hỌ.vÀ.tÊn|họtên|họ tên|họ_tên|họ-tên|họ.tên|họtên|họ tên|họ_tên|họ-tên
họ.tên|hoten|ho ten|ho_ten|ho-ten|ho.ten|hỌtÊn|hỌ tÊn|hỌ_tÊn|hỌ-tÊn|hỌ.tÊn|tênđầyđủ|tên đầy đủ|tên_đầy_đủ
tên-đầy-đủ|tên.đầy.đủ|tênđầyđủ|tên đầy đủ|tên_đầy_đủ|tên-đầy-đủ|tên.đầy.đủ|tendaydu|ten day du
ten_day_du|ten-day-du|ten.day.du|tÊnĐẦyĐỦ|tÊn ĐẦy ĐỦ|tÊn_ĐẦy_ĐỦ|tÊn-ĐẦy-ĐỦ|tÊn.ĐẦy.ĐỦ|tênĐầyĐủ|tên Đầy Đủ
tên_Đầy_Đủ|tên-Đầy-Đủ|tên.Đầy.Đủ|tenĐayĐu|ten Đay Đu|ten_Đay_Đu|ten-Đay-Đu|ten.Đay.Đu|tênĐầyĐủ
tên Đầy Đủ|tên_Đầy_Đủ|tên-Đầy-Đủ|tên.Đầy.Đủ|tênkháchhàng|tên khách hàng|tên_khách_hàng|tên-khách-hàng|tên.khách.hàng
tênkháchhàng|tên khách hàng|tên_khách_hàng|tên-khách-hàng|tên.khách.hàng|tenkhachhang|ten khach hang
ten_khach_hang|ten-khach-hang|ten.khach.hang|tÊnkhÁchhÀng|tÊn khÁch hÀng|tÊn_khÁch_hÀng|tÊn-khÁch-hÀng
tÊn.khÁch.hÀng|tênngườidùng|tên người dùng|tên_người_dùng|tên-người-dùng|tên.người.dùng|tênngườidùng
tên người dùng|tên_người_dùng|tên-người-dùng|tên.người.dùng|tennguoidung|ten nguoi dung
ten_nguoi_dung|ten-nguoi-dung|ten.nguoi.dung|tÊnngƯỜidÙng|tÊn ngƯỜi dÙng|tÊn_ngƯỜi_dÙng|tÊn-ngƯỜi-dÙng
tÊn.ngƯỜi.dÙng|tÊnngƯỜİdÙng|tÊn ngƯỜİ dÙng|tÊn_ngƯỜİ_dÙng|tÊn-ngƯỜİ-dÙng|tÊn.ngƯỜİ.dÙng|tênngười̇dùng
tên người̇ dùng|tên_người̇_dùng|tên-người̇-dùng|tên.người̇.dùng|真实姓名|真名|客户姓名|用户姓名|用户名|收件人|收货人
持卡人|联系人|真實姓名|收件人姓名|使用者名稱|聯絡人|姓氏|الاسم|اسم|име|ИМЕ|Име|নাম|jméno|jméno|jmeno|jmÉno|navn|όνομα|όνομα|ονομα|ΌΝΟΜΑ
ΌΝΟΜΑ|ΟΝΟΜΑ|Όνομα|Όνομα|Ονομα|nombre|nombres|nimi|نام|nom|noms|nome|שם|नाम|ime|név|név|nev|nÉv|անուն|ԱՆՈՒՆ|Անուն
nama|nafn|名前|姓|名|სახელი|ᲡᲐᲮᲔᲚᲘ|Სახელი|이름|이름|vardas|vārds|vārds|vards|vĀrds|नाव|naam|nume|numele|имя|ИМЯ|Имя|meno
emri|namn|பெயர்|ชื่อ|isim|ismi|ім'я|ІМ'Я|Ім'я|ім’я|ІМ’Я|Ім’я|імя|ІМЯ|Імя|tên|tên|ten|tÊn"""

ADDRESSES = """\
العنوان|عنوانالسكن|عنوان السكن|عنوان_السكن|عنوان-السكن|عنوان.السكن|عنوانالمنزل|عنوان المنزل|عنوان_المنزل
عنوان-المنزل|عنوان.المنزل|الرمزالبريدي|الرمز البريدي|الرمز_البريدي|الرمز-البريدي|الرمز.البريدي|адрес|АДРЕС|Адрес
пощенскикод|пощенски код|пощенски_код|пощенски-код|пощенски.код|ПОЩЕНСКИКОД|ПОЩЕНСКИ КОД|ПОЩЕНСКИ_КОД|ПОЩЕНСКИ-КОД
ПОЩЕНСКИ.КОД|ПощенскиКод|Пощенски Код|Пощенски_Код|Пощенски-Код|Пощенски.Код|Пощенскикод|Пощенски код|Пощенски_код
Пощенски-код|Пощенски.код|ঠিকানা|adreça|adreça|adreca|adreÇa|codipostal|codi postal|codi_postal|codi-postal
codi.postal|adresa|bydliště|bydliště|bydliste|bydliŠtĚ|bydlİŠtĚ|bydli̇ště|poštovnísměrovacíčíslo
poštovní směrovací číslo|poštovní_směrovací_číslo|poštovní-směrovací-číslo|poštovní.směrovací.číslo
poštovnísměrovacíčíslo|poštovní směrovací číslo|poštovní_směrovací_číslo
poštovní-směrovací-číslo|poštovní.směrovací.číslo|postovnismerovacicislo|postovni smerovaci cislo
postovni_smerovaci_cislo|postovni-smerovaci-cislo|postovni.smerovaci.cislo|poŠtovnÍsmĚrovacÍČÍslo
poŠtovnÍ smĚrovacÍ ČÍslo|poŠtovnÍ_smĚrovacÍ_ČÍslo|poŠtovnÍ-smĚrovacÍ-ČÍslo|poŠtovnÍ.smĚrovacÍ.ČÍslo
poštovnísměrovacíČíslo|poštovní směrovací Číslo|poštovní_směrovací_Číslo|poštovní-směrovací-Číslo
poštovní.směrovací.Číslo|ulice|adresse|bopæl|bopael|bopÆl|gadenavn|vej|anschrift|wohnanschrift|postanschrift
lieferadresse|rechnungsadresse|lieferanschrift|rechnungsanschrift|wohnort|straße|strasse|hausnummer
straßeundhausnummer|straße und hausnummer|straße_und_hausnummer|straße-und-hausnummer|straße.und.hausnummer
strasseundhausnummer|strasse und hausnummer|strasse_und_hausnummer|strasse-und-hausnummer|strasse.und.hausnummer
postleitzahl|plz|straßenr|straße nr|straße_nr|straße-nr|straße.nr|strassenr|strasse nr|strasse_nr|strasse-nr
strasse.nr|straßeundnr|straße und nr|straße_und_nr|straße-und-nr|straße.und.nr|strasseundnr|strasse und nr
strasse_und_nr|strasse-und-nr|strasse.und.nr|straßehausnummer|straße hausnummer|straße_hausnummer|straße-hausnummer
straße.hausnummer|strassehausnummer|strasse hausnummer|strasse_hausnummer|strasse-hausnummer|strasse.hausnummer
διεύθυνση|διεύθυνση|διευθυνση|ΔΙΕΎΘΥΝΣΗ|ΔΙΕΎΘΥΝΣΗ|ΔΙΕΥΘΥΝΣΗ|Διεύθυνση|Διεύθυνση|Διευθυνση|ταχυδρομικόςκώδικας
ταχυδρομικός κώδικας|ταχυδρομικός_κώδικας|ταχυδρομικός-κώδικας|ταχυδρομικός.κώδικας|ταχυδρομικόςκώδικας
ταχυδρομικός κώδικας|ταχυδρομικός_κώδικας|ταχυδρομικός-κώδικας|ταχυδρομικός.κώδικας|ταχυδρομικοσκωδικασ
ταχυδρομικοσ κωδικασ|ταχυδρομικοσ_κωδικασ|ταχυδρομικοσ-κωδικασ|ταχυδρομικοσ.κωδικασ|ΤΑΧΥΔΡΟΜΙΚΌΣΚΏΔΙΚΑΣ
ΤΑΧΥΔΡΟΜΙΚΌΣ ΚΏΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΌΣ_ΚΏΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΌΣ-ΚΏΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΌΣ.ΚΏΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΌΣΚΏΔΙΚΑΣ
ΤΑΧΥΔΡΟΜΙΚΌΣ ΚΏΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΌΣ_ΚΏΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΌΣ-ΚΏΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΌΣ.ΚΏΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΟΣΚΩΔΙΚΑΣ
ΤΑΧΥΔΡΟΜΙΚΟΣ ΚΩΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΟΣ_ΚΩΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΟΣ-ΚΩΔΙΚΑΣ|ΤΑΧΥΔΡΟΜΙΚΟΣ.ΚΩΔΙΚΑΣ|ΤαχυδρομικόςΚώδικας
Ταχυδρομικός Κώδικας|Ταχυδρομικός_Κώδικας|Ταχυδρομικός-Κώδικας|Ταχυδρομικός.Κώδικας|ΤαχυδρομικόςΚώδικας
Ταχυδρομικός Κώδικας|Ταχυδρομικός_Κώδικας|Ταχυδρομικός-Κώδικας|Ταχυδρομικός.Κώδικας|ΤαχυδρομικοσΚωδικασ
Ταχυδρομικοσ Κωδικασ|Ταχυδρομικοσ_Κωδικασ|Ταχυδρομικοσ-Κωδικασ|Ταχυδρομικοσ.Κωδικασ|Ταχυδρομικόςκώδικας
Ταχυδρομικός κώδικας|Ταχυδρομικός_κώδικας|Ταχυδρομικός-κώδικας|Ταχυδρομικός.κώδικας|Ταχυδρομικόςκώδικας
Ταχυδρομικός κώδικας|Ταχυδρομικός_κώδικας|Ταχυδρομικός-κώδικας|Ταχυδρομικός.κώδικας|Ταχυδρομικοσκωδικασ
Ταχυδρομικοσ κωδικασ|Ταχυδρομικοσ_κωδικασ|Ταχυδρομικοσ-κωδικασ|Ταχυδρομικοσ.κωδικασ|οδός|οδός|οδοσ|ΟΔΌΣ|ΟΔΌΣ|ΟΔΟΣ
Οδός|Οδός|Οδοσ|residentialaddress|residential address|residential_address|residential-address|residential.address
deliveryaddress|delivery address|delivery_address|delivery-address|delivery.address|mailingaddress|mailing address
mailing_address|mailing-address|mailing.address|homeaddress|home address|home_address|home-address|home.address
postaladdress|postal address|postal_address|postal-address|postal.address|billingaddress|billing address
billing_address|billing-address|billing.address|shippingaddress|shipping address|shipping_address|shipping-address
shipping.address|streetname|street name|street_name|street-name|street.name|dirección|dirección|direccion|direcciÓn
dİreccİÓn|di̇recci̇ón|domicilio|direcciónpostal|dirección postal|dirección_postal|dirección-postal|dirección.postal
direcciónpostal|dirección postal|dirección_postal|dirección-postal|dirección.postal|direccionpostal
direccion postal|direccion_postal|direccion-postal|direccion.postal|direcciÓnpostal|direcciÓn postal
direcciÓn_postal|direcciÓn-postal|direcciÓn.postal|dİreccİÓnpostal|dİreccİÓn postal|dİreccİÓn_postal
dİreccİÓn-postal|dİreccİÓn.postal|di̇recci̇ónpostal|di̇recci̇ón postal|di̇recci̇ón_postal|di̇recci̇ón-postal
di̇recci̇ón.postal|direccióndeenvío|dirección de envío|dirección_de_envío|dirección-de-envío|dirección.de.envío
direccióndeenvío|dirección de envío|dirección_de_envío|dirección-de-envío|dirección.de.envío
direcciondeenvio|direccion de envio|direccion_de_envio|direccion-de-envio|direccion.de.envio|direcciÓndeenvÍo
direcciÓn de envÍo|direcciÓn_de_envÍo|direcciÓn-de-envÍo|direcciÓn.de.envÍo|dİreccİÓndeenvÍo|dİreccİÓn de envÍo
dİreccİÓn_de_envÍo|dİreccİÓn-de-envÍo|dİreccİÓn.de.envÍo|di̇recci̇óndeenvío|di̇recci̇ón de envío
di̇recci̇ón_de_envío|di̇recci̇ón-de-envío|di̇recci̇ón.de.envío|direccióndefacturación|dirección de facturación
dirección_de_facturación|dirección-de-facturación|dirección.de.facturación|direccióndefacturación
dirección de facturación|dirección_de_facturación|dirección-de-facturación|dirección.de.facturación
direcciondefacturacion|direccion de facturacion|direccion_de_facturacion|direccion-de-facturacion
direccion.de.facturacion|direcciÓndefacturaciÓn|direcciÓn de facturaciÓn|direcciÓn_de_facturaciÓn
direcciÓn-de-facturaciÓn|direcciÓn.de.facturaciÓn|dİreccİÓndefacturacİÓn|dİreccİÓn de facturacİÓn
dİreccİÓn_de_facturacİÓn|dİreccİÓn-de-facturacİÓn|dİreccİÓn.de.facturacİÓn|di̇recci̇óndefacturaci̇ón
di̇recci̇ón de facturaci̇ón|di̇recci̇ón_de_facturaci̇ón|di̇recci̇ón-de-facturaci̇ón
di̇recci̇ón.de.facturaci̇ón|calle|códigopostal|código postal|código_postal|código-postal|código.postal
códigopostal|código postal|código_postal|código-postal|código.postal|codigopostal|codigo postal|codigo_postal
codigo-postal|codigo.postal|cÓdigopostal|cÓdigo postal|cÓdigo_postal|cÓdigo-postal|cÓdigo.postal|cÓdİgopostal
cÓdİgo postal|cÓdİgo_postal|cÓdİgo-postal|cÓdİgo.postal|códi̇gopostal|códi̇go postal|códi̇go_postal
códi̇go-postal|códi̇go.postal|calleynúmero|calle y número|calle_y_número|calle-y-número|calle.y.número
calleynúmero|calle y número|calle_y_número|calle-y-número|calle.y.número|calleynumero|calle y numero
calle_y_numero|calle-y-numero|calle.y.numero|calleynÚmero|calle y nÚmero|calle_y_nÚmero|calle-y-nÚmero
calle.y.nÚmero|aadress|postiindeks|elukoht|نشانی|آدرس|آدرس|کدپستی|کد پستی|کد_پستی|کد-پستی|کد.پستی|osoite|katuosoite
kotiosoite|postiosoite|postinumero|lähiosoite|lähiosoite|lahiosoite|lÄhiosoite|lÄhİosoİte|lähi̇osoi̇te
adressepostale|adresse postale|adresse_postale|adresse-postale|adresse.postale|adressedelivraison
adresse de livraison|adresse_de_livraison|adresse-de-livraison|adresse.de.livraison|adressedefacturation
adresse de facturation|adresse_de_facturation|adresse-de-facturation|adresse.de.facturation|domicile|codepostal
code postal|code_postal|code-postal|code.postal|rue|כתובת|רחוב|מיקוד|पता|डाकपता|डाक पता|डाक_पता|डाक-पता|डाक.पता
पिनकोड|पिन कोड|पिन_कोड|पिन-कोड|पिन.कोड|poštanskibroj|poštanski broj|poštanski_broj|poštanski-broj|poštanski.broj
poštanskibroj|poštanski broj|poštanski_broj|poštanski-broj|poštanski.broj|postanskibroj|postanski broj
postanski_broj|postanski-broj|postanski.broj|poŠtanskibroj|poŠtanski broj|poŠtanski_broj|poŠtanski-broj
poŠtanski.broj|poŠtanskİbroj|poŠtanskİ broj|poŠtanskİ_broj|poŠtanskİ-broj|poŠtanskİ.broj|poštanski̇broj
poštanski̇ broj|poštanski̇_broj|poštanski̇-broj|poštanski̇.broj|prebivalište|prebivalište|prebivaliste
prebivaliŠte|prebİvalİŠte|prebi̇vali̇šte|cím|cím|cim|cÍm|lakcím|lakcím|lakcim|lakcÍm|szállításicím|szállítási cím
szállítási_cím|szállítási-cím|szállítási.cím|szállításicím|szállítási cím|szállítási_cím
szállítási-cím|szállítási.cím|szallitasicim|szallitasi cim|szallitasi_cim|szallitasi-cim|szallitasi.cim
szÁllÍtÁsicÍm|szÁllÍtÁsi cÍm|szÁllÍtÁsi_cÍm|szÁllÍtÁsi-cÍm|szÁllÍtÁsi.cÍm|szÁllÍtÁsİcÍm|szÁllÍtÁsİ cÍm
szÁllÍtÁsİ_cÍm|szÁllÍtÁsİ-cÍm|szÁllÍtÁsİ.cÍm|szállítási̇cím|szállítási̇ cím|szállítási̇_cím
szállítási̇-cím|szállítási̇.cím|irányítószám|irányítószám|iranyitoszam|irÁnyÍtÓszÁm|İrÁnyÍtÓszÁm
i̇rányítószám|հասցե|ՀԱՍՑԵ|Հասցե|alamat|alamatrumah|alamat rumah|alamat_rumah|alamat-rumah|alamat.rumah
alamatpengiriman|alamat pengiriman|alamat_pengiriman|alamat-pengiriman|alamat.pengiriman|kodepos|kode pos|kode_pos
kode-pos|kode.pos|heimilisfang|póstnúmer|póstnúmer|postnumer|pÓstnÚmer|indirizzo|indirizzodispedizione
indirizzo di spedizione|indirizzo_di_spedizione|indirizzo-di-spedizione|indirizzo.di.spedizione
indirizzodifatturazione|indirizzo di fatturazione|indirizzo_di_fatturazione|indirizzo-di-fatturazione
indirizzo.di.fatturazione|residenza|codicepostale|codice postale|codice_postale|codice-postale|codice.postale|住所|現住所
自宅住所|配送先|届け先住所|郵便番号|番地|მისამართი|ᲛᲘᲡᲐᲛᲐᲠᲗᲘ|Მისამართი|주소|주소|도로명주소|도로명주소|집주소|집주소|배송지|배송지|배송주소|배송 주소
배송_주소|배송-주소|배송.주소|배송주소|배송 주소|배송_주소|배송-주소|배송.주소|우편번호|우편번호|adresas|paštokodas
pašto kodas|pašto_kodas|pašto-kodas|pašto.kodas|paštokodas|pašto kodas|pašto_kodas|pašto-kodas|pašto.kodas
pastokodas|pasto kodas|pasto_kodas|pasto-kodas|pasto.kodas|paŠtokodas|paŠto kodas|paŠto_kodas|paŠto-kodas
paŠto.kodas|adrese|pastaindekss|pasta indekss|pasta_indekss|pasta-indekss|pasta.indekss|адреса|АДРЕСА|Адреса
gateadresse|postnummer|adres|woonadres|straatnaam|straat|huisnummer|afleveradres|factuuradres|woonplaats|ulica
adreszamieszkania|adres zamieszkania|adres_zamieszkania|adres-zamieszkania|adres.zamieszkania|kodpocztowy
kod pocztowy|kod_pocztowy|kod-pocztowy|kod.pocztowy|adresdostawy|adres dostawy|adres_dostawy|adres-dostawy
adres.dostawy|endereço|endereço|endereco|endereÇo|cep|morada|logradouro|rua|endereçodeentrega|endereço de entrega
endereço_de_entrega|endereço-de-entrega|endereço.de.entrega|endereçodeentrega|endereço de entrega
endereço_de_entrega|endereço-de-entrega|endereço.de.entrega|enderecodeentrega|endereco de entrega
endereco_de_entrega|endereco-de-entrega|endereco.de.entrega|endereÇodeentrega|endereÇo de entrega
endereÇo_de_entrega|endereÇo-de-entrega|endereÇo.de.entrega|adresă|adresă|adresĂ|stradă|stradă|strada|stradĂ
codpoștal|cod poștal|cod_poștal|cod-poștal|cod.poștal|codpoștal|cod poștal|cod_poștal|cod-poștal|cod.poștal
codpostal|cod postal|cod_postal|cod-postal|cod.postal|codpoȘtal|cod poȘtal|cod_poȘtal|cod-poȘtal|cod.poȘtal
domiciliu|адресдоставки|адрес доставки|адрес_доставки|адрес-доставки|адрес.доставки|АДРЕСДОСТАВКИ|АДРЕС ДОСТАВКИ
АДРЕС_ДОСТАВКИ|АДРЕС-ДОСТАВКИ|АДРЕС.ДОСТАВКИ|АдресДоставки|Адрес Доставки|Адрес_Доставки|Адрес-Доставки
Адрес.Доставки|Адресдоставки|Адрес доставки|Адрес_доставки|Адрес-доставки|Адрес.доставки|улица|УЛИЦА|Улица
почтовыйиндекс|почтовый индекс|почтовый_индекс|почтовый-индекс|почтовый.индекс|почтовыйиндекс|почтовый индекс
почтовый_индекс|почтовый-индекс|почтовый.индекс|ПОЧТОВЫЙИНДЕКС|ПОЧТОВЫЙ ИНДЕКС|ПОЧТОВЫЙ_ИНДЕКС|ПОЧТОВЫЙ-ИНДЕКС
ПОЧТОВЫЙ.ИНДЕКС|ПОЧТОВЫЙИНДЕКС|ПОЧТОВЫЙ ИНДЕКС|ПОЧТОВЫЙ_ИНДЕКС|ПОЧТОВЫЙ-ИНДЕКС|ПОЧТОВЫЙ.ИНДЕКС|ПочтовыйИндекс
Почтовый Индекс|Почтовый_Индекс|Почтовый-Индекс|Почтовый.Индекс|ПочтовыйИндекс|Почтовый Индекс|Почтовый_Индекс
Почтовый-Индекс|Почтовый.Индекс|Почтовыйиндекс|Почтовый индекс|Почтовый_индекс|Почтовый-индекс|Почтовый.индекс
Почтовыйиндекс|Почтовый индекс|Почтовый_индекс|Почтовый-индекс|Почтовый.индекс|адреспроживания|адрес проживания
адрес_проживания|адрес-проживания|адрес.проживания|АДРЕСПРОЖИВАНИЯ|АДРЕС ПРОЖИВАНИЯ|АДРЕС_ПРОЖИВАНИЯ
АДРЕС-ПРОЖИВАНИЯ|АДРЕС.ПРОЖИВАНИЯ|АдресПроживания|Адрес Проживания|Адрес_Проживания|Адрес-Проживания
Адрес.Проживания|Адреспроживания|Адрес проживания|Адрес_проживания|Адрес-проживания|Адрес.проживания|местожительства
место жительства|место_жительства|место-жительства|место.жительства|МЕСТОЖИТЕЛЬСТВА|МЕСТО ЖИТЕЛЬСТВА
МЕСТО_ЖИТЕЛЬСТВА|МЕСТО-ЖИТЕЛЬСТВА|МЕСТО.ЖИТЕЛЬСТВА|МестоЖительства|Место Жительства|Место_Жительства
Место-Жительства|Место.Жительства|Местожительства|Место жительства|Место_жительства|Место-жительства
Место.жительства|домашнийадрес|домашний адрес|домашний_адрес|домашний-адрес|домашний.адрес|домашнийадрес
домашний адрес|домашний_адрес|домашний-адрес|домашний.адрес|ДОМАШНИЙАДРЕС|ДОМАШНИЙ АДРЕС|ДОМАШНИЙ_АДРЕС
ДОМАШНИЙ-АДРЕС|ДОМАШНИЙ.АДРЕС|ДОМАШНИЙАДРЕС|ДОМАШНИЙ АДРЕС|ДОМАШНИЙ_АДРЕС|ДОМАШНИЙ-АДРЕС|ДОМАШНИЙ.АДРЕС
ДомашнийАдрес|Домашний Адрес|Домашний_Адрес|Домашний-Адрес|Домашний.Адрес|ДомашнийАдрес|Домашний Адрес
Домашний_Адрес|Домашний-Адрес|Домашний.Адрес|Домашнийадрес|Домашний адрес|Домашний_адрес|Домашний-адрес
Домашний.адрес|Домашнийадрес|Домашний адрес|Домашний_адрес|Домашний-адрес|Домашний.адрес|bydlisko
poštovésmerovaciečíslo|poštové smerovacie číslo|poštové_smerovacie_číslo|poštové-smerovacie-číslo
poštové.smerovacie.číslo|poštovésmerovaciečíslo|poštové smerovacie číslo|poštové_smerovacie_číslo
poštové-smerovacie-číslo|poštové.smerovacie.číslo|postovesmerovaciecislo|postove smerovacie cislo
postove_smerovacie_cislo|postove-smerovacie-cislo|postove.smerovacie.cislo|poŠtovÉsmerovacieČÍslo
poŠtovÉ smerovacie ČÍslo|poŠtovÉ_smerovacie_ČÍslo|poŠtovÉ-smerovacie-ČÍslo|poŠtovÉ.smerovacie.ČÍslo
poŠtovÉsmerovacİeČÍslo|poŠtovÉ smerovacİe ČÍslo|poŠtovÉ_smerovacİe_ČÍslo|poŠtovÉ-smerovacİe-ČÍslo
poŠtovÉ.smerovacİe.ČÍslo|poštovésmerovaci̇ečíslo|poštové smerovaci̇e číslo|poštové_smerovaci̇e_číslo
poštové-smerovaci̇e-číslo|poštové.smerovaci̇e.číslo|poštovésmerovacieČíslo|poštové smerovacie Číslo
poštové_smerovacie_Číslo|poštové-smerovacie-Číslo|poštové.smerovacie.Číslo|poštnaštevilka|poštna številka
poštna_številka|poštna-številka|poštna.številka|poštnaštevilka|poštna številka|poštna_številka
poštna-številka|poštna.številka|postnastevilka|postna stevilka|postna_stevilka|postna-stevilka|postna.stevilka
poŠtnaŠtevilka|poŠtna Številka|poŠtna_Številka|poŠtna-Številka|poŠtna.Številka|poŠtnaŠtevİlka|poŠtna Števİlka
poŠtna_Števİlka|poŠtna-Števİlka|poŠtna.Števİlka|poštnaštevi̇lka|poštna števi̇lka|poštna_števi̇lka
poštna-števi̇lka|poštna.števi̇lka|poštnaŠtevilka|poštna Številka|poštna_Številka|poštna-Številka|poštna.Številka
naslovprejemnika|naslov prejemnika|naslov_prejemnika|naslov-prejemnika|naslov.prejemnika|поштанскиброј
поштански број|поштански_број|поштански-број|поштански.број|ПОШТАНСКИБРОЈ|ПОШТАНСКИ БРОЈ|ПОШТАНСКИ_БРОЈ
ПОШТАНСКИ-БРОЈ|ПОШТАНСКИ.БРОЈ|ПоштанскиБрој|Поштански Број|Поштански_Број|Поштански-Број|Поштански.Број
Поштанскиброј|Поштански број|Поштански_број|Поштански-број|Поштански.број|adress|gatuadress|hemadress|postadress
முகவரி|ที่อยู่|รหัสไปรษณีย์|ถนน|adresi|postakodu|posta kodu|posta_kodu|posta-kodu|posta.kodu|sokak|evadresi
ev adresi|ev_adresi|ev-adresi|ev.adresi|teslimatadresi|teslimat adresi|teslimat_adresi|teslimat-adresi
teslimat.adresi|adressatırı|adres satırı|adres_satırı|adres-satırı|adres.satırı|adressatiri|adres satiri
adres_satiri|adres-satiri|adres.satiri|вулиця|ВУЛИЦЯ|Вулиця|поштовийіндекс|поштовий індекс|поштовий_індекс
поштовий-індекс|поштовий.індекс|поштовийіндекс|поштовий індекс|поштовий_індекс|поштовий-індекс|поштовий.індекс
ПОШТОВИЙІНДЕКС|ПОШТОВИЙ ІНДЕКС|ПОШТОВИЙ_ІНДЕКС|ПОШТОВИЙ-ІНДЕКС|ПОШТОВИЙ.ІНДЕКС|ПОШТОВИЙІНДЕКС|ПОШТОВИЙ ІНДЕКС
ПОШТОВИЙ_ІНДЕКС|ПОШТОВИЙ-ІНДЕКС|ПОШТОВИЙ.ІНДЕКС|ПоштовийІндекс|Поштовий Індекс|Поштовий_Індекс|Поштовий-Індекс
Поштовий.Індекс|ПоштовийІндекс|Поштовий Індекс|Поштовий_Індекс|Поштовий-Індекс|Поштовий.Індекс|Поштовийіндекс
Поштовий індекс|Поштовий_індекс|Поштовий-індекс|Поштовий.індекс|Поштовийіндекс|Поштовий індекс|Поштовий_індекс
Поштовий-індекс|Поштовий.індекс|پتہ|địachỉ|địa chỉ|địa_chỉ|địa-chỉ|địa.chỉ|địachỉ|địa chỉ|địa_chỉ|địa-chỉ
địa.chỉ|diachi|dia chi|dia_chi|dia-chi|dia.chi|ĐỊachỈ|ĐỊa chỈ|ĐỊa_chỈ|ĐỊa-chỈ|ĐỊa.chỈ|Địachỉ|Địa chỉ|Địa_chỉ
Địa-chỉ|Địa.chỉ|Điachi|Đia chi|Đia_chi|Đia-chi|Đia.chi|Địachỉ|Địa chỉ|Địa_chỉ|Địa-chỉ|Địa.chỉ|địachỉnhà
địa chỉ nhà|địa_chỉ_nhà|địa-chỉ-nhà|địa.chỉ.nhà|địachỉnhà|địa chỉ nhà|địa_chỉ_nhà|địa-chỉ-nhà
địa.chỉ.nhà|diachinha|dia chi nha|dia_chi_nha|dia-chi-nha|dia.chi.nha|ĐỊachỈnhÀ|ĐỊa chỈ nhÀ|ĐỊa_chỈ_nhÀ
ĐỊa-chỈ-nhÀ|ĐỊa.chỈ.nhÀ|Địachỉnhà|Địa chỉ nhà|Địa_chỉ_nhà|Địa-chỉ-nhà|Địa.chỉ.nhà|Điachinha
Đia chi nha|Đia_chi_nha|Đia-chi-nha|Đia.chi.nha|Địachỉnhà|Địa chỉ nhà|Địa_chỉ_nhà|Địa-chỉ-nhà|Địa.chỉ.nhà|mãbưuchính
mã bưu chính|mã_bưu_chính|mã-bưu-chính|mã.bưu.chính|mãbưuchính|mã bưu chính|mã_bưu_chính|mã-bưu-chính
mã.bưu.chính|mabuuchinh|ma buu chinh|ma_buu_chinh|ma-buu-chinh|ma.buu.chinh|mÃbƯuchÍnh|mÃ bƯu chÍnh|mÃ_bƯu_chÍnh
mÃ-bƯu-chÍnh|mÃ.bƯu.chÍnh|地址|住址|家庭住址|收货地址|详细地址|通讯地址|邮编|邮政编码|街道|收件地址|郵遞區號|通訊地址"""

BIRTHS = """\
تاريخالميلاد|تاريخ الميلاد|تاريخ_الميلاد|تاريخ-الميلاد|تاريخ.الميلاد|تاريخالولادة|تاريخ الولادة|تاريخ_الولادة
تاريخ-الولادة|تاريخ.الولادة|датанараждане|дата на раждане|дата_на_раждане|дата-на-раждане|дата.на.раждане
ДАТАНАРАЖДАНЕ|ДАТА НА РАЖДАНЕ|ДАТА_НА_РАЖДАНЕ|ДАТА-НА-РАЖДАНЕ|ДАТА.НА.РАЖДАНЕ|ДатаНаРаждане|Дата На Раждане
Дата_На_Раждане|Дата-На-Раждане|Дата.На.Раждане|Датанараждане|Дата на раждане|Дата_на_раждане|Дата-на-раждане
Дата.на.раждане|рожденадата|рождена дата|рождена_дата|рождена-дата|рождена.дата|РОЖДЕНАДАТА|РОЖДЕНА ДАТА
РОЖДЕНА_ДАТА|РОЖДЕНА-ДАТА|РОЖДЕНА.ДАТА|РожденаДата|Рождена Дата|Рождена_Дата|Рождена-Дата|Рождена.Дата|Рожденадата
Рождена дата|Рождена_дата|Рождена-дата|Рождена.дата|জন্মতারিখ|জন্ম তারিখ|জন্ম_তারিখ|জন্ম-তারিখ|জন্ম.তারিখ
datadenaixement|data de naixement|data_de_naixement|data-de-naixement|data.de.naixement|datumnarození|datum narození
datum_narození|datum-narození|datum.narození|datumnarození|datum narození|datum_narození|datum-narození
datum.narození|datumnarozeni|datum narozeni|datum_narozeni|datum-narozeni|datum.narozeni|datumnarozenÍ
datum narozenÍ|datum_narozenÍ|datum-narozenÍ|datum.narozenÍ|fødselsdato|fodselsdato|fØdselsdato|fødselsdag
fodselsdag|fØdselsdag|foedselsdato|geburtsdatum|geburtstag|gebdatum|geb datum|geb_datum|geb-datum|geb.datum
ημερομηνίαγέννησης|ημερομηνία γέννησης|ημερομηνία_γέννησης|ημερομηνία-γέννησης|ημερομηνία.γέννησης
ημερομηνίαγέννησης|ημερομηνία γέννησης|ημερομηνία_γέννησης|ημερομηνία-γέννησης|ημερομηνία.γέννησης
ημερομηνιαγεννησησ|ημερομηνια γεννησησ|ημερομηνια_γεννησησ|ημερομηνια-γεννησησ|ημερομηνια.γεννησησ
ΗΜΕΡΟΜΗΝΊΑΓΈΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΊΑ ΓΈΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΊΑ_ΓΈΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΊΑ-ΓΈΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΊΑ.ΓΈΝΝΗΣΗΣ
ΗΜΕΡΟΜΗΝΊΑΓΈΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΊΑ ΓΈΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΊΑ_ΓΈΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΊΑ-ΓΈΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΊΑ.ΓΈΝΝΗΣΗΣ
ΗΜΕΡΟΜΗΝΙΑΓΕΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΙΑ ΓΕΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΙΑ_ΓΕΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΙΑ-ΓΕΝΝΗΣΗΣ|ΗΜΕΡΟΜΗΝΙΑ.ΓΕΝΝΗΣΗΣ
ΗμερομηνίαΓέννησης|Ημερομηνία Γέννησης|Ημερομηνία_Γέννησης|Ημερομηνία-Γέννησης|Ημερομηνία.Γέννησης
ΗμερομηνίαΓέννησης|Ημερομηνία Γέννησης|Ημερομηνία_Γέννησης|Ημερομηνία-Γέννησης|Ημερομηνία.Γέννησης
ΗμερομηνιαΓεννησησ|Ημερομηνια Γεννησησ|Ημερομηνια_Γεννησησ|Ημερομηνια-Γεννησησ|Ημερομηνια.Γεννησησ
Ημερομηνίαγέννησης|Ημερομηνία γέννησης|Ημερομηνία_γέννησης|Ημερομηνία-γέννησης|Ημερομηνία.γέννησης
Ημερομηνίαγέννησης|Ημερομηνία γέννησης|Ημερομηνία_γέννησης|Ημερομηνία-γέννησης|Ημερομηνία.γέννησης
Ημερομηνιαγεννησησ|Ημερομηνια γεννησησ|Ημερομηνια_γεννησησ|Ημερομηνια-γεννησησ|Ημερομηνια.γεννησησ|fechadenacimiento
fecha de nacimiento|fecha_de_nacimiento|fecha-de-nacimiento|fecha.de.nacimiento|fechanacimiento|fecha nacimiento
fecha_nacimiento|fecha-nacimiento|fecha.nacimiento|fecnac|fec nac|fec_nac|fec-nac|fec.nac|fechanac|fecha nac
fecha_nac|fecha-nac|fecha.nac|sünniaeg|sünniaeg|sunniaeg|sÜnniaeg|sÜnnİaeg|sünni̇aeg|sünnikuupäev|sünnikuupäev
sunnikuupaev|sÜnnikuupÄev|sÜnnİkuupÄev|sünni̇kuupäev|تاریختولد|تاریخ تولد|تاریخ_تولد|تاریخ-تولد|تاریخ.تولد
syntymäaika|syntymäaika|syntymaaika|syntymÄaika|syntymÄaİka|syntymäai̇ka|syntymäpäivä|syntymäpäivä|syntymapaiva
syntymÄpÄivÄ|syntymÄpÄİvÄ|syntymäpäi̇vä|datedenaissance|date de naissance|date_de_naissance|date-de-naissance
date.de.naissance|datenaissance|date naissance|date_naissance|date-naissance|date.naissance|תאריךלידה|תאריך לידה
תאריך_לידה|תאריך-לידה|תאריך.לידה|जन्मतिथि|जन्म तिथि|जन्म_तिथि|जन्म-तिथि|जन्म.तिथि|जन्मतारीख|जन्म तारीख|जन्म_तारीख
जन्म-तारीख|जन्म.तारीख|datumrođenja|datum rođenja|datum_rođenja|datum-rođenja|datum.rođenja|datumrodenja
datum rodenja|datum_rodenja|datum-rodenja|datum.rodenja|datumroĐenja|datum roĐenja|datum_roĐenja|datum-roĐenja
datum.roĐenja|datumrodjenja|datum rodjenja|datum_rodjenja|datum-rodjenja|datum.rodjenja|születésidátum
születési dátum|születési_dátum|születési-dátum|születési.dátum|születésidátum|születési dátum
születési_dátum|születési-dátum|születési.dátum|szuletesidatum|szuletesi datum|szuletesi_datum
szuletesi-datum|szuletesi.datum|szÜletÉsidÁtum|szÜletÉsi dÁtum|szÜletÉsi_dÁtum|szÜletÉsi-dÁtum|szÜletÉsi.dÁtum
szÜletÉsİdÁtum|szÜletÉsİ dÁtum|szÜletÉsİ_dÁtum|szÜletÉsİ-dÁtum|szÜletÉsİ.dÁtum|születési̇dátum
születési̇ dátum|születési̇_dátum|születési̇-dátum|születési̇.dátum|születésiidő|születési idő
születési_idő|születési-idő|születési.idő|születésiidő|születési idő|születési_idő|születési-idő
születési.idő|szuletesiido|szuletesi ido|szuletesi_ido|szuletesi-ido|szuletesi.ido|szÜletÉsiidŐ|szÜletÉsi idŐ
szÜletÉsi_idŐ|szÜletÉsi-idŐ|szÜletÉsi.idŐ|szÜletÉsİİdŐ|szÜletÉsİ İdŐ|szÜletÉsİ_İdŐ|szÜletÉsİ-İdŐ|szÜletÉsİ.İdŐ
születési̇i̇dő|születési̇ i̇dő|születési̇_i̇dő|születési̇-i̇dő|születési̇.i̇dő|tanggallahir
tanggal lahir|tanggal_lahir|tanggal-lahir|tanggal.lahir|tgllahir|tgl lahir|tgl_lahir|tgl-lahir|tgl.lahir
fæðingardagur|faedingardagur|fÆÐingardagur|fÆÐİngardagur|fÆÐi̇ngardagur|datadinascita|data di nascita
data_di_nascita|data-di-nascita|data.di.nascita|datanascita|data nascita|data_nascita|data-nascita|data.nascita|生年月日
誕生日|생년월일|생년월일|생일|생일|gimimodata|gimimo data|gimimo_data|gimimo-data|gimimo.data|dzimšanasdatums
dzimšanas datums|dzimšanas_datums|dzimšanas-datums|dzimšanas.datums|dzimšanasdatums|dzimšanas datums
dzimšanas_datums|dzimšanas-datums|dzimšanas.datums|dzimsanasdatums|dzimsanas datums|dzimsanas_datums
dzimsanas-datums|dzimsanas.datums|dzimŠanasdatums|dzimŠanas datums|dzimŠanas_datums|dzimŠanas-datums
dzimŠanas.datums|dzİmŠanasdatums|dzİmŠanas datums|dzİmŠanas_datums|dzİmŠanas-datums|dzİmŠanas.datums
dzi̇mšanasdatums|dzi̇mšanas datums|dzi̇mšanas_datums|dzi̇mšanas-datums|dzi̇mšanas.datums|tarikhlahir
tarikh lahir|tarikh_lahir|tarikh-lahir|tarikh.lahir|geboortedatum|dataurodzenia|data urodzenia|data_urodzenia
data-urodzenia|data.urodzenia|datadenascimento|data de nascimento|data_de_nascimento|data-de-nascimento
data.de.nascimento|datanascimento|data nascimento|data_nascimento|data-nascimento|data.nascimento|datanasc|data nasc
data_nasc|data-nasc|data.nasc|datanașterii|data nașterii|data_nașterii|data-nașterii|data.nașterii|datanașterii
data nașterii|data_nașterii|data-nașterii|data.nașterii|datanasterii|data nasterii|data_nasterii|data-nasterii
data.nasterii|datanaȘterii|data naȘterii|data_naȘterii|data-naȘterii|data.naȘterii|datanaȘterİİ|data naȘterİİ
data_naȘterİİ|data-naȘterİİ|data.naȘterİİ|datanașteri̇i̇|data nașteri̇i̇|data_nașteri̇i̇|data-nașteri̇i̇
data.nașteri̇i̇|datadenaștere|data de naștere|data_de_naștere|data-de-naștere|data.de.naștere|datadenaștere
data de naștere|data_de_naștere|data-de-naștere|data.de.naștere|datadenastere|data de nastere|data_de_nastere
data-de-nastere|data.de.nastere|datadenaȘtere|data de naȘtere|data_de_naȘtere|data-de-naȘtere|data.de.naȘtere
датарождения|дата рождения|дата_рождения|дата-рождения|дата.рождения|ДАТАРОЖДЕНИЯ|ДАТА РОЖДЕНИЯ|ДАТА_РОЖДЕНИЯ
ДАТА-РОЖДЕНИЯ|ДАТА.РОЖДЕНИЯ|ДатаРождения|Дата Рождения|Дата_Рождения|Дата-Рождения|Дата.Рождения|Датарождения
Дата рождения|Дата_рождения|Дата-рождения|Дата.рождения|деньрождения|день рождения|день_рождения|день-рождения
день.рождения|ДЕНЬРОЖДЕНИЯ|ДЕНЬ РОЖДЕНИЯ|ДЕНЬ_РОЖДЕНИЯ|ДЕНЬ-РОЖДЕНИЯ|ДЕНЬ.РОЖДЕНИЯ|ДеньРождения|День Рождения
День_Рождения|День-Рождения|День.Рождения|Деньрождения|День рождения|День_рождения|День-рождения|День.рождения
dátumnarodenia|dátum narodenia|dátum_narodenia|dátum-narodenia|dátum.narodenia|dátumnarodenia|dátum narodenia
dátum_narodenia|dátum-narodenia|dátum.narodenia|datumnarodenia|datum narodenia|datum_narodenia|datum-narodenia
datum.narodenia|dÁtumnarodenia|dÁtum narodenia|dÁtum_narodenia|dÁtum-narodenia|dÁtum.narodenia|dÁtumnarodenİa
dÁtum narodenİa|dÁtum_narodenİa|dÁtum-narodenİa|dÁtum.narodenİa|dátumnarodeni̇a|dátum narodeni̇a|dátum_narodeni̇a
dátum-narodeni̇a|dátum.narodeni̇a|datumrojstva|datum rojstva|datum_rojstva|datum-rojstva|datum.rojstva|датумрођења
датум рођења|датум_рођења|датум-рођења|датум.рођења|ДАТУМРОЂЕЊА|ДАТУМ РОЂЕЊА|ДАТУМ_РОЂЕЊА|ДАТУМ-РОЂЕЊА|ДАТУМ.РОЂЕЊА
ДатумРођења|Датум Рођења|Датум_Рођења|Датум-Рођења|Датум.Рођења|Датумрођења|Датум рођења|Датум_рођења|Датум-рођења
Датум.рођења|födelsedatum|födelsedatum|fodelsedatum|fÖdelsedatum|födelsedag|födelsedag|fodelsedag|fÖdelsedag
วันเกิด|วันเดือนปีเกิด|doğumtarihi|doğum tarihi|doğum_tarihi|doğum-tarihi|doğum.tarihi|doğumtarihi|doğum tarihi
doğum_tarihi|doğum-tarihi|doğum.tarihi|dogumtarihi|dogum tarihi|dogum_tarihi|dogum-tarihi|dogum.tarihi
doĞumtarihi|doĞum tarihi|doĞum_tarihi|doĞum-tarihi|doĞum.tarihi|doĞumtarİhİ|doĞum tarİhİ|doĞum_tarİhİ|doĞum-tarİhİ
doĞum.tarİhİ|doğumtari̇hi̇|doğum tari̇hi̇|doğum_tari̇hi̇|doğum-tari̇hi̇|doğum.tari̇hi̇|датанародження
дата народження|дата_народження|дата-народження|дата.народження|ДАТАНАРОДЖЕННЯ|ДАТА НАРОДЖЕННЯ|ДАТА_НАРОДЖЕННЯ
ДАТА-НАРОДЖЕННЯ|ДАТА.НАРОДЖЕННЯ|ДатаНародження|Дата Народження|Дата_Народження|Дата-Народження|Дата.Народження
Датанародження|Дата народження|Дата_народження|Дата-народження|Дата.народження|ngàysinh|ngày sinh|ngày_sinh
ngày-sinh|ngày.sinh|ngàysinh|ngày sinh|ngày_sinh|ngày-sinh|ngày.sinh|ngaysinh|ngay sinh|ngay_sinh|ngay-sinh
ngay.sinh|ngÀysinh|ngÀy sinh|ngÀy_sinh|ngÀy-sinh|ngÀy.sinh|ngÀysİnh|ngÀy sİnh|ngÀy_sİnh|ngÀy-sİnh|ngÀy.sİnh
ngàysi̇nh|ngày si̇nh|ngày_si̇nh|ngày-si̇nh|ngày.si̇nh|出生日期|生日|出生年月日|出生年月"""

PHONES = """\
هاتف|الهاتف|رقمالهاتف|رقم الهاتف|رقم_الهاتف|رقم-الهاتف|رقم.الهاتف|جوال|الجوال|رقمالجوال|رقم الجوال|رقم_الجوال
رقم-الجوال|رقم.الجوال|موبايل|محمول|رقمالمحمول|رقم المحمول|رقم_المحمول|رقم-المحمول|رقم.المحمول|تلفون|телефон|ТЕЛЕФОН
Телефон|мобилен|МОБИЛЕН|Мобилен|телефоненномер|телефонен номер|телефонен_номер|телефонен-номер|телефонен.номер
ТЕЛЕФОНЕННОМЕР|ТЕЛЕФОНЕН НОМЕР|ТЕЛЕФОНЕН_НОМЕР|ТЕЛЕФОНЕН-НОМЕР|ТЕЛЕФОНЕН.НОМЕР|ТелефоненНомер|Телефонен Номер
Телефонен_Номер|Телефонен-Номер|Телефонен.Номер|Телефоненномер|Телефонен номер|Телефонен_номер|Телефонен-номер
Телефонен.номер|джиесем|ДЖИЕСЕМ|Джиесем|মোবাইল|মোবাইল|ফোন|ফোন|মোবাইলনম্বর|মোবাইল নম্বর|মোবাইল_নম্বর|মোবাইল-নম্বর
মোবাইল.নম্বর|মোবাইলনম্বর|মোবাইল নম্বর|মোবাইল_নম্বর|মোবাইল-নম্বর|মোবাইল.নম্বর|telèfon|telèfon|telefon|telÈfon
mòbil|mòbil|mobil|mÒbil|mÒbİl|mòbi̇l|telefonníčíslo|telefonní číslo|telefonní_číslo|telefonní-číslo
telefonní.číslo|telefonníčíslo|telefonní číslo|telefonní_číslo|telefonní-číslo|telefonní.číslo
telefonnicislo|telefonni cislo|telefonni_cislo|telefonni-cislo|telefonni.cislo|telefonnÍČÍslo|telefonnÍ ČÍslo
telefonnÍ_ČÍslo|telefonnÍ-ČÍslo|telefonnÍ.ČÍslo|telefonníČíslo|telefonní Číslo|telefonní_Číslo|telefonní-Číslo
telefonní.Číslo|číslotelefonu|číslo telefonu|číslo_telefonu|číslo-telefonu|číslo.telefonu|číslotelefonu
číslo telefonu|číslo_telefonu|číslo-telefonu|číslo.telefonu|cislotelefonu|cislo telefonu|cislo_telefonu
cislo-telefonu|cislo.telefonu|ČÍslotelefonu|ČÍslo telefonu|ČÍslo_telefonu|ČÍslo-telefonu|ČÍslo.telefonu
Číslotelefonu|Číslo telefonu|Číslo_telefonu|Číslo-telefonu|Číslo.telefonu|telefonnummer|mobilnummer|tlf|rufnummer
handy|handynummer|mobilfunknummer|festnetz|telefax|rückruf|rückruf|ruckruf|rÜckruf|rückrufnummer|rückrufnummer
ruckrufnummer|rÜckrufnummer|mobiltelefon|handynr|mobilnr|telefonnr|festnetznummer|rufnr|faxnummer|telefaxnummer
τηλέφωνο|τηλέφωνο|τηλεφωνο|ΤΗΛΈΦΩΝΟ|ΤΗΛΈΦΩΝΟ|ΤΗΛΕΦΩΝΟ|Τηλέφωνο|Τηλέφωνο|Τηλεφωνο|κινητό|κινητό|κινητο|ΚΙΝΗΤΌ
ΚΙΝΗΤΌ|ΚΙΝΗΤΟ|Κινητό|Κινητό|Κινητο|αριθμόςτηλεφώνου|αριθμός τηλεφώνου|αριθμός_τηλεφώνου|αριθμός-τηλεφώνου
αριθμός.τηλεφώνου|αριθμόςτηλεφώνου|αριθμός τηλεφώνου|αριθμός_τηλεφώνου|αριθμός-τηλεφώνου|αριθμός.τηλεφώνου
αριθμοστηλεφωνου|αριθμοσ τηλεφωνου|αριθμοσ_τηλεφωνου|αριθμοσ-τηλεφωνου|αριθμοσ.τηλεφωνου|ΑΡΙΘΜΌΣΤΗΛΕΦΏΝΟΥ
ΑΡΙΘΜΌΣ ΤΗΛΕΦΏΝΟΥ|ΑΡΙΘΜΌΣ_ΤΗΛΕΦΏΝΟΥ|ΑΡΙΘΜΌΣ-ΤΗΛΕΦΏΝΟΥ|ΑΡΙΘΜΌΣ.ΤΗΛΕΦΏΝΟΥ|ΑΡΙΘΜΌΣΤΗΛΕΦΏΝΟΥ|ΑΡΙΘΜΌΣ ΤΗΛΕΦΏΝΟΥ
ΑΡΙΘΜΌΣ_ΤΗΛΕΦΏΝΟΥ|ΑΡΙΘΜΌΣ-ΤΗΛΕΦΏΝΟΥ|ΑΡΙΘΜΌΣ.ΤΗΛΕΦΏΝΟΥ|ΑΡΙΘΜΟΣΤΗΛΕΦΩΝΟΥ|ΑΡΙΘΜΟΣ ΤΗΛΕΦΩΝΟΥ|ΑΡΙΘΜΟΣ_ΤΗΛΕΦΩΝΟΥ
ΑΡΙΘΜΟΣ-ΤΗΛΕΦΩΝΟΥ|ΑΡΙΘΜΟΣ.ΤΗΛΕΦΩΝΟΥ|ΑριθμόςΤηλεφώνου|Αριθμός Τηλεφώνου|Αριθμός_Τηλεφώνου|Αριθμός-Τηλεφώνου
Αριθμός.Τηλεφώνου|ΑριθμόςΤηλεφώνου|Αριθμός Τηλεφώνου|Αριθμός_Τηλεφώνου|Αριθμός-Τηλεφώνου|Αριθμός.Τηλεφώνου
ΑριθμοσΤηλεφωνου|Αριθμοσ Τηλεφωνου|Αριθμοσ_Τηλεφωνου|Αριθμοσ-Τηλεφωνου|Αριθμοσ.Τηλεφωνου|Αριθμόςτηλεφώνου
Αριθμός τηλεφώνου|Αριθμός_τηλεφώνου|Αριθμός-τηλεφώνου|Αριθμός.τηλεφώνου|Αριθμόςτηλεφώνου|Αριθμός τηλεφώνου
Αριθμός_τηλεφώνου|Αριθμός-τηλεφώνου|Αριθμός.τηλεφώνου|Αριθμοστηλεφωνου|Αριθμοσ τηλεφωνου|Αριθμοσ_τηλεφωνου
Αριθμοσ-τηλεφωνου|Αριθμοσ.τηλεφωνου|τηλ|ΤΗΛ|Τηλ|κιν|ΚΙΝ|Κιν|teléfono|teléfono|telefono|telÉfono|móvil|móvil|movil
mÓvil|mÓvİl|móvi̇l|celular|númerodeteléfono|número de teléfono|número_de_teléfono|número-de-teléfono
número.de.teléfono|númerodeteléfono|número de teléfono|número_de_teléfono|número-de-teléfono
número.de.teléfono|numerodetelefono|numero de telefono|numero_de_telefono|numero-de-telefono|numero.de.telefono
nÚmerodetelÉfono|nÚmero de telÉfono|nÚmero_de_telÉfono|nÚmero-de-telÉfono|nÚmero.de.telÉfono|teléfonomóvil
teléfono móvil|teléfono_móvil|teléfono-móvil|teléfono.móvil|teléfonomóvil|teléfono móvil|teléfono_móvil
teléfono-móvil|teléfono.móvil|telefonomovil|telefono movil|telefono_movil|telefono-movil|telefono.movil
telÉfonomÓvil|telÉfono mÓvil|telÉfono_mÓvil|telÉfono-mÓvil|telÉfono.mÓvil|telÉfonomÓvİl|telÉfono mÓvİl
telÉfono_mÓvİl|telÉfono-mÓvİl|telÉfono.mÓvİl|teléfonomóvi̇l|teléfono móvi̇l|teléfono_móvi̇l|teléfono-móvi̇l
teléfono.móvi̇l|teléfonofijo|teléfono fijo|teléfono_fijo|teléfono-fijo|teléfono.fijo|teléfonofijo|teléfono fijo
teléfono_fijo|teléfono-fijo|teléfono.fijo|telefonofijo|telefono fijo|telefono_fijo|telefono-fijo|telefono.fijo
telÉfonofijo|telÉfono fijo|telÉfono_fijo|telÉfono-fijo|telÉfono.fijo|telÉfonofİjo|telÉfono fİjo|telÉfono_fİjo
telÉfono-fİjo|telÉfono.fİjo|teléfonofi̇jo|teléfono fi̇jo|teléfono_fi̇jo|teléfono-fi̇jo|teléfono.fi̇jo|mobiil
telefoninumber|تلفن|موبایل|شمارهتلفن|شماره تلفن|شماره_تلفن|شماره-تلفن|شماره.تلفن|شمارهموبایل|شماره موبایل
شماره_موبایل|شماره-موبایل|شماره.موبایل|تلفنهمراه|تلفن همراه|تلفن_همراه|تلفن-همراه|تلفن.همراه|همراه|puhelin
puhelinnumero|matkapuhelin|kännykkä|kännykkä|kannykka|kÄnnykkÄ|puh|téléphone|téléphone|telephone|tÉlÉphone
portable|numérodetéléphone|numéro de téléphone|numéro_de_téléphone|numéro-de-téléphone|numéro.de.téléphone
numérodetéléphone|numéro de téléphone|numéro_de_téléphone|numéro-de-téléphone|numéro.de.téléphone
numerodetelephone|numero de telephone|numero_de_telephone|numero-de-telephone|numero.de.telephone|numÉrodetÉlÉphone
numÉro de tÉlÉphone|numÉro_de_tÉlÉphone|numÉro-de-tÉlÉphone|numÉro.de.tÉlÉphone|téléphoneportable|téléphone portable
téléphone_portable|téléphone-portable|téléphone.portable|téléphoneportable|téléphone portable
téléphone_portable|téléphone-portable|téléphone.portable|telephoneportable|telephone portable
telephone_portable|telephone-portable|telephone.portable|tÉlÉphoneportable|tÉlÉphone portable|tÉlÉphone_portable
tÉlÉphone-portable|tÉlÉphone.portable|télécopie|télécopie|telecopie|tÉlÉcopie|tÉlÉcopİe|télécopi̇e|tél|tél|tel
tÉl|טלפון|נייד|מספרטלפון|מספר טלפון|מספר_טלפון|מספר-טלפון|מספר.טלפון|פלאפון|סלולרי|मोबाइल|फ़ोन|फोन|मोबाइलनंबर
मोबाइल नंबर|मोबाइल_नंबर|मोबाइल-नंबर|मोबाइल.नंबर|फ़ोननंबर|फ़ोन नंबर|फ़ोन_नंबर|फ़ोन-नंबर|फ़ोन.नंबर|फोननंबर|फोन नंबर
फोन_नंबर|फोन-नंबर|फोन.नंबर|दूरभाष|mobitel|brojtelefona|broj telefona|broj_telefona|broj-telefona|broj.telefona
brojmobitela|broj mobitela|broj_mobitela|broj-mobitela|broj.mobitela|telefonszám|telefonszám|telefonszam
telefonszÁm|mobilszám|mobilszám|mobilszam|mobilszÁm|mobİlszÁm|mobi̇lszám|telepon|nomortelepon|nomor telepon
nomor_telepon|nomor-telepon|nomor.telepon|notelepon|no telepon|no_telepon|no-telepon|no.telepon|nomorhp|nomor hp
nomor_hp|nomor-hp|nomor.hp|nohp|no hp|no_hp|no-hp|no.hp|handphone|ponsel|telp|sími|sími|simi|sÍmi|sÍmİ|sími̇
símanúmer|símanúmer|simanumer|sÍmanÚmer|farsími|farsími|farsimi|farsÍmi|farsÍmİ|farsími̇|cellulare
numeroditelefono|numero di telefono|numero_di_telefono|numero-di-telefono|numero.di.telefono|recapitotelefonico
recapito telefonico|recapito_telefonico|recapito-telefonico|recapito.telefonico|telefonofisso|telefono fisso
telefono_fisso|telefono-fisso|telefono.fisso|電話番号|電話|携帯|携帯番号|携帯電話|携帯電話番号|連絡先|固定電話|ტელეფონი|ᲢᲔᲚᲔᲤᲝᲜᲘ|Ტელეფონი
მობილური|ᲛᲝᲑᲘᲚᲣᲠᲘ|Მობილური|휴대폰|휴대폰|전화번호|전화번호|전화|전화|휴대전화|휴대전화|핸드폰|핸드폰|휴대폰번호|휴대폰번호
휴대폰 번호|휴대폰_번호|휴대폰-번호|휴대폰.번호|휴대폰 번호|휴대폰_번호|휴대폰-번호|휴대폰.번호|연락처|연락처|telefonas
telefononumeris|telefono numeris|telefono_numeris|telefono-numeris|telefono.numeris|mobilusis|tālrunis|tālrunis
talrunis|tĀlrunis|tĀlrunİs|tālruni̇s|tālruņanumurs|tālruņa numurs|tālruņa_numurs|tālruņa-numurs|tālruņa.numurs
tālruņanumurs|tālruņa numurs|tālruņa_numurs|tālruņa-numurs|tālruņa.numurs|talrunanumurs|talruna numurs
talruna_numurs|talruna-numurs|talruna.numurs|tĀlruŅanumurs|tĀlruŅa numurs|tĀlruŅa_numurs|tĀlruŅa-numurs
tĀlruŅa.numurs|mobilais|मोबाईल|भ्रमणध्वनी|nombortelefon|nombor telefon|nombor_telefon|nombor-telefon|nombor.telefon
telefonbimbit|telefon bimbit|telefon_bimbit|telefon-bimbit|telefon.bimbit|telefoon|telefoonnummer|mobiel
mobielnummer|mobiel nummer|mobiel_nummer|mobiel-nummer|mobiel.nummer|gsmnummer|gsm nummer|gsm_nummer|gsm-nummer
gsm.nummer|gsm|06nummer|06 nummer|06_nummer|06-nummer|06.nummer|numertelefonu|numer telefonu|numer_telefonu
numer-telefonu|numer.telefonu|komórka|komórka|komorka|komÓrka|nrtelefonu|nr telefonu|nr_telefonu|nr-telefonu
nr.telefonu|telefonkomórkowy|telefon komórkowy|telefon_komórkowy|telefon-komórkowy|telefon.komórkowy
telefonkomórkowy|telefon komórkowy|telefon_komórkowy|telefon-komórkowy|telefon.komórkowy|telefonkomorkowy
telefon komorkowy|telefon_komorkowy|telefon-komorkowy|telefon.komorkowy|telefonkomÓrkowy|telefon komÓrkowy
telefon_komÓrkowy|telefon-komÓrkowy|telefon.komÓrkowy|telkom|tel kom|tel_kom|tel-kom|tel.kom|telefone|telemóvel
telemóvel|telemovel|telemÓvel|númerodetelefone|número de telefone|número_de_telefone|número-de-telefone
número.de.telefone|númerodetelefone|número de telefone|número_de_telefone|número-de-telefone|número.de.telefone
numerodetelefone|numero de telefone|numero_de_telefone|numero-de-telefone|numero.de.telefone|nÚmerodetelefone
nÚmero de telefone|nÚmero_de_telefone|nÚmero-de-telefone|nÚmero.de.telefone|telefonecelular|telefone celular
telefone_celular|telefone-celular|telefone.celular|telefonefixo|telefone fixo|telefone_fixo|telefone-fixo
telefone.fixo|numărdetelefon|număr de telefon|număr_de_telefon|număr-de-telefon|număr.de.telefon|numărdetelefon
număr de telefon|număr_de_telefon|număr-de-telefon|număr.de.telefon|numardetelefon|numar de telefon
numar_de_telefon|numar-de-telefon|numar.de.telefon|numĂrdetelefon|numĂr de telefon|numĂr_de_telefon|numĂr-de-telefon
numĂr.de.telefon|numărtelefon|număr telefon|număr_telefon|număr-telefon|număr.telefon|numărtelefon|număr telefon
număr_telefon|număr-telefon|număr.telefon|numartelefon|numar telefon|numar_telefon|numar-telefon|numar.telefon
numĂrtelefon|numĂr telefon|numĂr_telefon|numĂr-telefon|numĂr.telefon|telefonmobil|telefon mobil|telefon_mobil
telefon-mobil|telefon.mobil|тел|ТЕЛ|Тел|номертелефона|номер телефона|номер_телефона|номер-телефона|номер.телефона
НОМЕРТЕЛЕФОНА|НОМЕР ТЕЛЕФОНА|НОМЕР_ТЕЛЕФОНА|НОМЕР-ТЕЛЕФОНА|НОМЕР.ТЕЛЕФОНА|НомерТелефона|Номер Телефона
Номер_Телефона|Номер-Телефона|Номер.Телефона|Номертелефона|Номер телефона|Номер_телефона|Номер-телефона
Номер.телефона|мобильный|мобильный|МОБИЛЬНЫЙ|МОБИЛЬНЫЙ|Мобильный|Мобильный|мобильныйтелефон|мобильный телефон
мобильный_телефон|мобильный-телефон|мобильный.телефон|мобильныйтелефон|мобильный телефон|мобильный_телефон
мобильный-телефон|мобильный.телефон|МОБИЛЬНЫЙТЕЛЕФОН|МОБИЛЬНЫЙ ТЕЛЕФОН|МОБИЛЬНЫЙ_ТЕЛЕФОН|МОБИЛЬНЫЙ-ТЕЛЕФОН
МОБИЛЬНЫЙ.ТЕЛЕФОН|МОБИЛЬНЫЙТЕЛЕФОН|МОБИЛЬНЫЙ ТЕЛЕФОН|МОБИЛЬНЫЙ_ТЕЛЕФОН|МОБИЛЬНЫЙ-ТЕЛЕФОН|МОБИЛЬНЫЙ.ТЕЛЕФОН
МобильныйТелефон|Мобильный Телефон|Мобильный_Телефон|Мобильный-Телефон|Мобильный.Телефон|МобильныйТелефон
Мобильный Телефон|Мобильный_Телефон|Мобильный-Телефон|Мобильный.Телефон|Мобильныйтелефон|Мобильный телефон
Мобильный_телефон|Мобильный-телефон|Мобильный.телефон|Мобильныйтелефон|Мобильный телефон|Мобильный_телефон
Мобильный-телефон|Мобильный.телефон|сотовый|сотовый|СОТОВЫЙ|СОТОВЫЙ|Сотовый|Сотовый|моб|МОБ|Моб|телефоны
ТЕЛЕФОНЫ|Телефоны|telefón|telefón|telefÓn|telefónnečíslo|telefónne číslo|telefónne_číslo|telefónne-číslo
telefónne.číslo|telefónnečíslo|telefónne číslo|telefónne_číslo|telefónne-číslo|telefónne.číslo
telefonnecislo|telefonne cislo|telefonne_cislo|telefonne-cislo|telefonne.cislo|telefÓnneČÍslo|telefÓnne ČÍslo
telefÓnne_ČÍslo|telefÓnne-ČÍslo|telefÓnne.ČÍslo|telefónneČíslo|telefónne Číslo|telefónne_Číslo|telefónne-Číslo
telefónne.Číslo|telefonskaštevilka|telefonska številka|telefonska_številka|telefonska-številka|telefonska.številka
telefonskaštevilka|telefonska številka|telefonska_številka|telefonska-številka|telefonska.številka
telefonskastevilka|telefonska stevilka|telefonska_stevilka|telefonska-stevilka|telefonska.stevilka
telefonskaŠtevilka|telefonska Številka|telefonska_Številka|telefonska-Številka|telefonska.Številka
telefonskaŠtevİlka|telefonska Števİlka|telefonska_Števİlka|telefonska-Števİlka|telefonska.Števİlka
telefonskaštevi̇lka|telefonska števi̇lka|telefonska_števi̇lka|telefonska-števi̇lka|telefonska.števi̇lka
telefoni|celulari|мобилни|МОБИЛНИ|Мобилни|бројтелефона|број телефона|број_телефона|број-телефона|број.телефона
БРОЈТЕЛЕФОНА|БРОЈ ТЕЛЕФОНА|БРОЈ_ТЕЛЕФОНА|БРОЈ-ТЕЛЕФОНА|БРОЈ.ТЕЛЕФОНА|БројТелефона|Број Телефона|Број_Телефона
Број-Телефона|Број.Телефона|Бројтелефона|Број телефона|Број_телефона|Број-телефона|Број.телефона|mobilni
nambariyasimu|nambari ya simu|nambari_ya_simu|nambari-ya-simu|nambari.ya.simu|தொலைபேசி|தொலைபேசி|கைபேசி|மொபைல்
மொபைல்|ఫోన్|మొబైల్|మొబైల్|โทรศัพท์|เบอร์โทร|เบอร์โทรศัพท์|มือถือ|เบอร์มือถือ|หมายเลขโทรศัพท์|โทร|ceptelefonu
cep telefonu|cep_telefonu|cep-telefonu|cep.telefonu|telefonnumarası|telefon numarası|telefon_numarası
telefon-numarası|telefon.numarası|telefonnumarasi|telefon numarasi|telefon_numarasi|telefon-numarasi
telefon.numarasi|gsmno|gsm no|gsm_no|gsm-no|gsm.no|telefonno|telefon no|telefon_no|telefon-no|telefon.no
номертелефону|номер телефону|номер_телефону|номер-телефону|номер.телефону|НОМЕРТЕЛЕФОНУ|НОМЕР ТЕЛЕФОНУ
НОМЕР_ТЕЛЕФОНУ|НОМЕР-ТЕЛЕФОНУ|НОМЕР.ТЕЛЕФОНУ|НомерТелефону|Номер Телефону|Номер_Телефону|Номер-Телефону
Номер.Телефону|Номертелефону|Номер телефону|Номер_телефону|Номер-телефону|Номер.телефону|мобільний|мобільний
МОБІЛЬНИЙ|МОБІЛЬНИЙ|Мобільний|Мобільний|فون|موبائل|موبائل|فوننمبر|فون نمبر|فون_نمبر|فون-نمبر|فون.نمبر|sốđiệnthoại
số điện thoại|số_điện_thoại|số-điện-thoại|số.điện.thoại|sốđiệnthoại|số điện thoại|số_điện_thoại
số-điện-thoại|số.điện.thoại|sodienthoai|so dien thoai|so_dien_thoai|so-dien-thoai|so.dien.thoai
sỐĐiỆnthoẠi|sỐ ĐiỆn thoẠi|sỐ_ĐiỆn_thoẠi|sỐ-ĐiỆn-thoẠi|sỐ.ĐiỆn.thoẠi|sốĐiệnthoại|số Điện thoại
số_Điện_thoại|số-Điện-thoại|số.Điện.thoại|soĐienthoai|so Đien thoai|so_Đien_thoai|so-Đien-thoai
so.Đien.thoai|sỐĐİỆnthoẠİ|sỐ ĐİỆn thoẠİ|sỐ_ĐİỆn_thoẠİ|sỐ-ĐİỆn-thoẠİ|sỐ.ĐİỆn.thoẠİ|sốĐi̇ệnthoại̇
số Đi̇ện thoại̇|số_Đi̇ện_thoại̇|số-Đi̇ện-thoại̇|số.Đi̇ện.thoại̇|sốĐiệnthoại|số Điện thoại
số_Điện_thoại|số-Điện-thoại|số.Điện.thoại|điệnthoại|điện thoại|điện_thoại|điện-thoại|điện.thoại|điệnthoại
điện thoại|điện_thoại|điện-thoại|điện.thoại|dienthoai|dien thoai|dien_thoai|dien-thoai|dien.thoai
ĐiỆnthoẠi|ĐiỆn thoẠi|ĐiỆn_thoẠi|ĐiỆn-thoẠi|ĐiỆn.thoẠi|Điệnthoại|Điện thoại|Điện_thoại|Điện-thoại
Điện.thoại|Đienthoai|Đien thoai|Đien_thoai|Đien-thoai|Đien.thoai|ĐİỆnthoẠİ|ĐİỆn thoẠİ|ĐİỆn_thoẠİ|ĐİỆn-thoẠİ
ĐİỆn.thoẠİ|Đi̇ệnthoại̇|Đi̇ện thoại̇|Đi̇ện_thoại̇|Đi̇ện-thoại̇|Đi̇ện.thoại̇|Điệnthoại|Điện thoại
Điện_thoại|Điện-thoại|Điện.thoại|diđộng|di động|di_động|di-động|di.động|diđộng|di động|di_động|di-động
di.động|didong|di dong|di_dong|di-dong|di.dong|diĐỘng|di ĐỘng|di_ĐỘng|di-ĐỘng|di.ĐỘng|diĐộng|di Động|di_Động
di-Động|di.Động|diĐong|di Đong|di_Đong|di-Đong|di.Đong|dİĐỘng|dİ ĐỘng|dİ_ĐỘng|dİ-ĐỘng|dİ.ĐỘng|di̇Động
di̇ Động|di̇_Động|di̇-Động|di̇.Động|diĐộng|di Động|di_Động|di-Động|di.Động|sđt|sdt|sĐt|手机号|手机号码|手机|电话|电话号码
联系电话|移动电话|座机|手機|手機號碼|電話號碼|聯絡電話|行動電話"""

PASSWORDS = """\
كلمةالمرور|كلمة المرور|كلمة_المرور|كلمة-المرور|كلمة.المرور|كلمةمرور|كلمة مرور|كلمة_مرور|كلمة-مرور|كلمة.مرور|كلمةالسر
كلمة السر|كلمة_السر|كلمة-السر|كلمة.السر|كلمهالمرور|كلمه المرور|كلمه_المرور|كلمه-المرور|كلمه.المرور|كلمهالسر
كلمه السر|كلمه_السر|كلمه-السر|كلمه.السر|الرقمالسري|الرقم السري|الرقم_السري|الرقم-السري|الرقم.السري|رمزالمرور
رمز المرور|رمز_المرور|رمز-المرور|رمز.المرور|şifrə|şifrə|sifre|ŞifrƏ|şifrƏ|sifrƏ|ŞİfrƏ|şi̇frƏ|Şifrə|parol|пароль
ПАРОЛЬ|Пароль|парола|ПАРОЛА|Парола|পাসওয়ার্ড|contrasenya|parauladepas|paraula de pas|paraula_de_pas|paraula-de-pas
paraula.de.pas|heslo|novéheslo|nové heslo|nové_heslo|nové-heslo|nové.heslo|novéheslo|nové heslo|nové_heslo
nové-heslo|nové.heslo|noveheslo|nove heslo|nove_heslo|nove-heslo|nove.heslo|novÉheslo|novÉ heslo|novÉ_heslo
novÉ-heslo|novÉ.heslo|adgangskode|kodeord|passwort|kennwort|losungswort|zugangscode|netzwerkschlüssel
netzwerkschlüssel|netzwerkschlussel|netzwerkschlÜssel|wlanschlüssel|wlan schlüssel|wlan_schlüssel|wlan-schlüssel
wlan.schlüssel|wlanschlüssel|wlan schlüssel|wlan_schlüssel|wlan-schlüssel|wlan.schlüssel|wlanschlussel
wlan schlussel|wlan_schlussel|wlan-schlussel|wlan.schlussel|wlanschlÜssel|wlan schlÜssel|wlan_schlÜssel
wlan-schlÜssel|wlan.schlÜssel|κωδικόςπρόσβασης|κωδικός πρόσβασης|κωδικός_πρόσβασης|κωδικός-πρόσβασης
κωδικός.πρόσβασης|κωδικόςπρόσβασης|κωδικός πρόσβασης|κωδικός_πρόσβασης|κωδικός-πρόσβασης|κωδικός.πρόσβασης
κωδικοσπροσβασησ|κωδικοσ προσβασησ|κωδικοσ_προσβασησ|κωδικοσ-προσβασησ|κωδικοσ.προσβασησ|ΚΩΔΙΚΌΣΠΡΌΣΒΑΣΗΣ
ΚΩΔΙΚΌΣ ΠΡΌΣΒΑΣΗΣ|ΚΩΔΙΚΌΣ_ΠΡΌΣΒΑΣΗΣ|ΚΩΔΙΚΌΣ-ΠΡΌΣΒΑΣΗΣ|ΚΩΔΙΚΌΣ.ΠΡΌΣΒΑΣΗΣ|ΚΩΔΙΚΌΣΠΡΌΣΒΑΣΗΣ|ΚΩΔΙΚΌΣ ΠΡΌΣΒΑΣΗΣ
ΚΩΔΙΚΌΣ_ΠΡΌΣΒΑΣΗΣ|ΚΩΔΙΚΌΣ-ΠΡΌΣΒΑΣΗΣ|ΚΩΔΙΚΌΣ.ΠΡΌΣΒΑΣΗΣ|ΚΩΔΙΚΟΣΠΡΟΣΒΑΣΗΣ|ΚΩΔΙΚΟΣ ΠΡΟΣΒΑΣΗΣ|ΚΩΔΙΚΟΣ_ΠΡΟΣΒΑΣΗΣ
ΚΩΔΙΚΟΣ-ΠΡΟΣΒΑΣΗΣ|ΚΩΔΙΚΟΣ.ΠΡΟΣΒΑΣΗΣ|ΚωδικόςΠρόσβασης|Κωδικός Πρόσβασης|Κωδικός_Πρόσβασης|Κωδικός-Πρόσβασης
Κωδικός.Πρόσβασης|ΚωδικόςΠρόσβασης|Κωδικός Πρόσβασης|Κωδικός_Πρόσβασης|Κωδικός-Πρόσβασης|Κωδικός.Πρόσβασης
ΚωδικοσΠροσβασησ|Κωδικοσ Προσβασησ|Κωδικοσ_Προσβασησ|Κωδικοσ-Προσβασησ|Κωδικοσ.Προσβασησ|Κωδικόςπρόσβασης
Κωδικός πρόσβασης|Κωδικός_πρόσβασης|Κωδικός-πρόσβασης|Κωδικός.πρόσβασης|Κωδικόςπρόσβασης|Κωδικός πρόσβασης
Κωδικός_πρόσβασης|Κωδικός-πρόσβασης|Κωδικός.πρόσβασης|Κωδικοσπροσβασησ|Κωδικοσ προσβασησ|Κωδικοσ_προσβασησ
Κωδικοσ-προσβασησ|Κωδικοσ.προσβασησ|κωδικός|κωδικός|κωδικοσ|ΚΩΔΙΚΌΣ|ΚΩΔΙΚΌΣ|ΚΩΔΙΚΟΣ|Κωδικός|Κωδικός|Κωδικοσ
συνθηματικό|συνθηματικό|συνθηματικο|ΣΥΝΘΗΜΑΤΙΚΌ|ΣΥΝΘΗΜΑΤΙΚΌ|ΣΥΝΘΗΜΑΤΙΚΟ|Συνθηματικό|Συνθηματικό|Συνθηματικο
contraseña|contraseña|contrasena|contraseÑa|clavedeacceso|clave de acceso|clave_de_acceso|clave-de-acceso
clave.de.acceso|clavesecreta|clave secreta|clave_secreta|clave-secreta|clave.secreta|clavedeusuario|clave de usuario
clave_de_usuario|clave-de-usuario|clave.de.usuario|palabradepaso|palabra de paso|palabra_de_paso|palabra-de-paso
palabra.de.paso|claveacceso|clave acceso|clave_acceso|clave-acceso|clave.acceso|parool|salasõna|salasõna|salasona
salasÕna|pasahitza|رمزعبور|رمز عبور|رمز_عبور|رمز-عبور|رمز.عبور|گذرواژه|کلمهعبور|کلمه عبور|کلمه_عبور|کلمه-عبور
کلمه.عبور|رمزورود|رمز ورود|رمز_ورود|رمز-ورود|رمز.ورود|salasana|tunnussana|salasananvahvistus|salasanan vahvistus
salasanan_vahvistus|salasanan-vahvistus|salasanan.vahvistus|kontrasenyas|motdepasse|mot de passe|mot_de_passe
mot-de-passe|mot.de.passe|motsdepasse|mots de passe|mots_de_passe|mots-de-passe|mots.de.passe|mdp|motpasse
coded'accès|code d'accès|code_d'accès|code-d'accès|code.d'accès|coded'accès|code d'accès|code_d'accès
code-d'accès|code.d'accès|coded'acces|code d'acces|code_d'acces|code-d'acces|code.d'acces|coded'accÈs|code d'accÈs
code_d'accÈs|code-d'accÈs|code.d'accÈs|pasfhocal|contrasinal|પાસવર્ડ|סיסמה|סיסמא|ססמה|ססמא|पासवर्ड|कूटशब्द|lozinka
zaporka|jelszó|jelszó|jelszo|jelszÓ|újjelszó|új jelszó|új_jelszó|új-jelszó|új.jelszó|újjelszó|új jelszó
új_jelszó|új-jelszó|új.jelszó|ujjelszo|uj jelszo|uj_jelszo|uj-jelszo|uj.jelszo|ÚjjelszÓ|Új jelszÓ|Új_jelszÓ
Új-jelszÓ|Új.jelszÓ|Újjelszó|Új jelszó|Új_jelszó|Új-jelszó|Új.jelszó|գաղտնաբառ|ԳԱՂՏՆԱԲԱՌ|Գաղտնաբառ|katasandi
kata sandi|kata_sandi|kata-sandi|kata.sandi|sandi|lykilorð|lykilord|lykilorÐ|lykİlorÐ|lyki̇lorÐ|aðgangsorð
adgangsord|aÐgangsorÐ|parolad'ordine|parola d'ordine|parola_d'ordine|parola-d'ordine|parola.d'ordine|paroladiaccesso
parola di accesso|parola_di_accesso|parola-di-accesso|parola.di.accesso|parolad'accesso|parola d'accesso
parola_d'accesso|parola-d'accesso|parola.d'accesso|chiavediaccesso|chiave di accesso|chiave_di_accesso
chiave-di-accesso|chiave.di.accesso|codicesegreto|codice segreto|codice_segreto|codice-segreto|codice.segreto
chiavesegreta|chiave segreta|chiave_segreta|chiave-segreta|chiave.segreta|パスワード|パスワード|ﾊﾟｽﾜｰﾄﾞ|暗証番号|パスフレーズ|パスフレーズ
パスコード|パスコード|合言葉|პაროლი|ᲞᲐᲠᲝᲚᲘ|Პაროლი|құпиясөз|құпия сөз|құпия_сөз|құпия-сөз|құпия.сөз|ҚҰПИЯСӨЗ|ҚҰПИЯ СӨЗ|ҚҰПИЯ_СӨЗ
ҚҰПИЯ-СӨЗ|ҚҰПИЯ.СӨЗ|ҚұпияСөз|Құпия Сөз|Құпия_Сөз|Құпия-Сөз|Құпия.Сөз|Құпиясөз|Құпия сөз|Құпия_сөз|Құпия-сөз
Құпия.сөз|ពាក្យសម្ងាត់|ಪಾಸ್ವರ್ಡ್|ಗುಪ್ತಪದ|비밀번호|비밀번호|패스워드|패스워드|암호|암호|비번|비번|ລະຫັດຜ່ານ|slaptažodis
slaptažodis|slaptazodis|slaptaŽodis|slaptaŽodİs|slaptažodi̇s|parole|лозинка|ЛОЗИНКА|Лозинка|പാസ്‌വേഡ്|പാസ്വേഡ്
രഹസ്യവാക്ക്|нууцүг|нууц үг|нууц_үг|нууц-үг|нууц.үг|НУУЦҮГ|НУУЦ ҮГ|НУУЦ_ҮГ|НУУЦ-ҮГ|НУУЦ.ҮГ|НууцҮг|Нууц Үг|Нууц_Үг
Нууц-Үг|Нууц.Үг|Нууцүг|Нууц үг|Нууц_үг|Нууц-үг|Нууц.үг|संकेतशब्द|katalaluan|kata laluan|kata_laluan|kata-laluan
kata.laluan|စကားဝှက်|passord|गोप्यशब्द|wachtwoord|toegangscode|ਪਾਸਵਰਡ|hasło|haslo|hasŁo|nowehasło|nowe hasło
nowe_hasło|nowe-hasło|nowe.hasło|nowehaslo|nowe haslo|nowe_haslo|nowe-haslo|nowe.haslo|nowehasŁo|nowe hasŁo
nowe_hasŁo|nowe-hasŁo|nowe.hasŁo|senha|novasenha|nova senha|nova_senha|nova-senha|nova.senha|palavrapasse
palavra passe|palavra_passe|palavra-passe|palavra.passe|contrasenha|contra senha|contra_senha|contra-senha
contra.senha|códigodeacesso|código de acesso|código_de_acesso|código-de-acesso|código.de.acesso|códigodeacesso
código de acesso|código_de_acesso|código-de-acesso|código.de.acesso|codigodeacesso|codigo de acesso
codigo_de_acesso|codigo-de-acesso|codigo.de.acesso|cÓdigodeacesso|cÓdigo de acesso|cÓdigo_de_acesso|cÓdigo-de-acesso
cÓdigo.de.acesso|cÓdİgodeacesso|cÓdİgo de acesso|cÓdİgo_de_acesso|cÓdİgo-de-acesso|cÓdİgo.de.acesso|códi̇godeacesso
códi̇go de acesso|códi̇go_de_acesso|códi̇go-de-acesso|códi̇go.de.acesso|parolă|parolă|parola|parolĂ|parolanouă
parola nouă|parola_nouă|parola-nouă|parola.nouă|parolanouă|parola nouă|parola_nouă|parola-nouă|parola.nouă
parolanoua|parola noua|parola_noua|parola-noua|parola.noua|parolanouĂ|parola nouĂ|parola_nouĂ|parola-nouĂ
parola.nouĂ|parolaveche|parola veche|parola_veche|parola-veche|parola.veche|кодовоеслово|кодовое слово|кодовое_слово
кодовое-слово|кодовое.слово|КОДОВОЕСЛОВО|КОДОВОЕ СЛОВО|КОДОВОЕ_СЛОВО|КОДОВОЕ-СЛОВО|КОДОВОЕ.СЛОВО|КодовоеСлово
Кодовое Слово|Кодовое_Слово|Кодовое-Слово|Кодовое.Слово|Кодовоеслово|Кодовое слово|Кодовое_слово|Кодовое-слово
Кодовое.слово|මුරපදය|geslo|fjalëkalimi|fjalëkalimi|fjalekalimi|fjalËkalimi|fjalËkalİmİ|fjalëkali̇mi̇|fjalëkalim
fjalëkalim|fjalekalim|fjalËkalim|fjalËkalİm|fjalëkali̇m|lösenord|lösenord|losenord|lÖsenord|nenosiri|nywila
கடவுச்சொல்|கடவுச்சொல்|పాస్‌వర్డ్|పాస్వర్డ్|รหัสผ่าน|รหัสลับ|şifre|şifre|Şifre|Şİfre|şi̇fre|yenişifre|yeni şifre
yeni_şifre|yeni-şifre|yeni.şifre|yenişifre|yeni şifre|yeni_şifre|yeni-şifre|yeni.şifre|yenisifre|yeni sifre
yeni_sifre|yeni-sifre|yeni.sifre|yeniŞifre|yeni Şifre|yeni_Şifre|yeni-Şifre|yeni.Şifre|yenİŞİfre|yenİ Şİfre
yenİ_Şİfre|yenİ-Şİfre|yenİ.Şİfre|yeni̇şi̇fre|yeni̇ şi̇fre|yeni̇_şi̇fre|yeni̇-şi̇fre|yeni̇.şi̇fre|şifresi
şifresi|sifresi|Şifresi|Şİfresİ|şi̇fresi̇|parolası|parolasi|پاسورڈ|پاس ورڈ|پاس_ورڈ|پاس-ورڈ|پاس.ورڈ|парол|ПАРОЛ
Парол|mậtkhẩu|mật khẩu|mật_khẩu|mật-khẩu|mật.khẩu|mậtkhẩu|mật khẩu|mật_khẩu|mật-khẩu|mật.khẩu
matkhau|mat khau|mat_khau|mat-khau|mat.khau|mẬtkhẨu|mẬt khẨu|mẬt_khẨu|mẬt-khẨu|mẬt.khẨu|密码|口令|密碼|登录密码|登入密碼|支付密码|通行碼
كلمةالمرورالجديدة|كلمة المرور الجديدة|كلمة_المرور_الجديدة|كلمةالمرورالحالية|كلمة المرور الحالية|كلمة_المرور_الحالية
كلمةالمرورالقديمة|كلمة المرور القديمة|كلمة_المرور_القديمة|heslonové|heslo nové|heslo_nové|heslonové|heslo nové
heslo_nové|heslonove|heslo nove|heslo_nove|heslonovÉ|heslo novÉ|heslo_novÉ|hesloznovu|heslo znovu|heslo_znovu
heslouživatele|heslo uživatele|heslo_uživatele|heslouživatele|heslo uživatele|heslo_uživatele|heslouzivatele
heslo uzivatele|heslo_uzivatele|heslouŽivatele|heslo uŽivatele|heslo_uŽivatele|heslouŽİvatele|heslo uŽİvatele
heslo_uŽİvatele|heslouži̇vatele|heslo uži̇vatele|heslo_uži̇vatele|adgangskodeny|adgangskode ny|adgangskode_ny
adgangskodeigen|adgangskode igen|adgangskode_igen|passwortneu|passwort neu|passwort_neu|passwortalt|passwort alt
passwort_alt|passwortaktuell|passwort aktuell|passwort_aktuell|passwortbestätigen|passwort bestätigen
passwort_bestätigen|passwortbestätigen|passwort bestätigen|passwort_bestätigen|passwortbestatigen
passwort bestatigen|passwort_bestatigen|passwortbestÄtigen|passwort bestÄtigen|passwort_bestÄtigen
passwortbestÄtİgen|passwort bestÄtİgen|passwort_bestÄtİgen|passwortbestäti̇gen|passwort bestäti̇gen
passwort_bestäti̇gen|passwortbestätigung|passwort bestätigung|passwort_bestätigung|passwortbestätigung
passwort bestätigung|passwort_bestätigung|passwortbestatigung|passwort bestatigung|passwort_bestatigung
passwortbestÄtigung|passwort bestÄtigung|passwort_bestÄtigung|passwortbestÄtİgung|passwort bestÄtİgung
passwort_bestÄtİgung|passwortbestäti̇gung|passwort bestäti̇gung|passwort_bestäti̇gung|passwortwiederholen
passwort wiederholen|passwort_wiederholen|passwortwiederholung|passwort wiederholung|passwort_wiederholung
κωδικόςεπιβεβαίωση|κωδικός επιβεβαίωση|κωδικός_επιβεβαίωση|κωδικόςεπιβεβαίωση|κωδικός επιβεβαίωση
κωδικός_επιβεβαίωση|κωδικοσεπιβεβαιωση|κωδικοσ επιβεβαιωση|κωδικοσ_επιβεβαιωση|ΚΩΔΙΚΌΣΕΠΙΒΕΒΑΊΩΣΗ
ΚΩΔΙΚΌΣ ΕΠΙΒΕΒΑΊΩΣΗ|ΚΩΔΙΚΌΣ_ΕΠΙΒΕΒΑΊΩΣΗ|ΚΩΔΙΚΌΣΕΠΙΒΕΒΑΊΩΣΗ|ΚΩΔΙΚΌΣ ΕΠΙΒΕΒΑΊΩΣΗ|ΚΩΔΙΚΌΣ_ΕΠΙΒΕΒΑΊΩΣΗ
ΚΩΔΙΚΟΣΕΠΙΒΕΒΑΙΩΣΗ|ΚΩΔΙΚΟΣ ΕΠΙΒΕΒΑΙΩΣΗ|ΚΩΔΙΚΟΣ_ΕΠΙΒΕΒΑΙΩΣΗ|ΚωδικόςΕπιβεβαίωση|Κωδικός Επιβεβαίωση
Κωδικός_Επιβεβαίωση|ΚωδικόςΕπιβεβαίωση|Κωδικός Επιβεβαίωση|Κωδικός_Επιβεβαίωση|ΚωδικοσΕπιβεβαιωση
Κωδικοσ Επιβεβαιωση|Κωδικοσ_Επιβεβαιωση|Κωδικόςεπιβεβαίωση|Κωδικός επιβεβαίωση|Κωδικός_επιβεβαίωση
Κωδικόςεπιβεβαίωση|Κωδικός επιβεβαίωση|Κωδικός_επιβεβαίωση|Κωδικοσεπιβεβαιωση|Κωδικοσ επιβεβαιωση
Κωδικοσ_επιβεβαιωση|contraseñaactual|contraseña actual|contraseña_actual|contraseñaactual|contraseña actual
contraseña_actual|contrasenaactual|contrasena actual|contrasena_actual|contraseÑaactual|contraseÑa actual
contraseÑa_actual|contraseñanueva|contraseña nueva|contraseña_nueva|contraseñanueva|contraseña nueva
contraseña_nueva|contrasenanueva|contrasena nueva|contrasena_nueva|contraseÑanueva|contraseÑa nueva
contraseÑa_nueva|contraseñaanterior|contraseña anterior|contraseña_anterior|contraseñaanterior|contraseña anterior
contraseña_anterior|contrasenaanterior|contrasena anterior|contrasena_anterior|contraseÑaanterior
contraseÑa anterior|contraseÑa_anterior|contraseÑaanterİor|contraseÑa anterİor|contraseÑa_anterİor
contraseñaanteri̇or|contraseña anteri̇or|contraseña_anteri̇or|contraseñausuario|contraseña usuario
contraseña_usuario|contraseñausuario|contraseña usuario|contraseña_usuario|contrasenausuario|contrasena usuario
contrasena_usuario|contraseÑausuario|contraseÑa usuario|contraseÑa_usuario|contraseÑausuarİo|contraseÑa usuarİo
contraseÑa_usuarİo|contraseñausuari̇o|contraseña usuari̇o|contraseña_usuari̇o|contraseñadeusuario
contraseña de usuario|contraseña_de_usuario|contraseñadeusuario|contraseña de usuario|contraseña_de_usuario
contrasenadeusuario|contrasena de usuario|contrasena_de_usuario|contraseÑadeusuario|contraseÑa de usuario
contraseÑa_de_usuario|contraseÑadeusuarİo|contraseÑa de usuarİo|contraseÑa_de_usuarİo|contraseñadeusuari̇o
contraseña de usuari̇o|contraseña_de_usuari̇o|contraseñadelusuario|contraseña del usuario|contraseña_del_usuario
contraseñadelusuario|contraseña del usuario|contraseña_del_usuario|contrasenadelusuario|contrasena del usuario
contrasena_del_usuario|contraseÑadelusuario|contraseÑa del usuario|contraseÑa_del_usuario|contraseÑadelusuarİo
contraseÑa del usuarİo|contraseÑa_del_usuarİo|contraseñadelusuari̇o|contraseña del usuari̇o
contraseña_del_usuari̇o|salasanauudelleen|salasana uudelleen|salasana_uudelleen|motdepasseactuel
mot de passe actuel|mot_de_passe_actuel|motdepasseutilisateur|mot de passe utilisateur|mot_de_passe_utilisateur
סיסמהחדשה|סיסמה חדשה|סיסמה_חדשה|סיסמהישנה|סיסמה ישנה|סיסמה_ישנה|סיסמהנוכחית|סיסמה נוכחית|סיסמה_נוכחית|jelszóújra
jelszó újra|jelszó_újra|jelszóújra|jelszó újra|jelszó_újra|jelszoujra|jelszo ujra|jelszo_ujra|jelszÓÚjra
jelszÓ Újra|jelszÓ_Újra|jelszóÚjra|jelszó Újra|jelszó_Újra|jelszóismét|jelszó ismét|jelszó_ismét|jelszóismét
jelszó ismét|jelszó_ismét|jelszoismet|jelszo ismet|jelszo_ismet|jelszÓismÉt|jelszÓ ismÉt|jelszÓ_ismÉt
jelszÓİsmÉt|jelszÓ İsmÉt|jelszÓ_İsmÉt|jelszói̇smét|jelszó i̇smét|jelszó_i̇smét|katasandibaru|kata sandi baru
kata_sandi_baru|katasandilama|kata sandi lama|kata_sandi_lama|パスワード確認|パスワード 確認|パスワード_確認|パスワード確認|パスワード 確認
パスワード_確認|パスワード確認用|パスワード 確認用|パスワード_確認用|パスワード確認用|パスワード 確認用|パスワード_確認用|パスワード再入力|パスワード 再入力|パスワード_再入力|パスワード再入力
パスワード 再入力|パスワード_再入力|비밀번호확인|비밀번호 확인|비밀번호_확인|비밀번호확인|비밀번호 확인|비밀번호_확인|비밀번호재입력|비밀번호 재입력
비밀번호_재입력|비밀번호재입력|비밀번호 재입력|비밀번호_재입력|passordigjen|passord igjen|passord_igjen
passordgjenta|passord gjenta|passord_gjenta|wachtwoordnieuw|wachtwoord nieuw|wachtwoord_nieuw|wachtwoordhuidig
wachtwoord huidig|wachtwoord_huidig|wachtwoordbevestigen|wachtwoord bevestigen|wachtwoord_bevestigen
wachtwoordbevestiging|wachtwoord bevestiging|wachtwoord_bevestiging|wachtwoordherhalen|wachtwoord herhalen
wachtwoord_herhalen|hasłonowe|hasło nowe|hasło_nowe|haslonowe|haslo nowe|haslo_nowe|hasŁonowe|hasŁo nowe|hasŁo_nowe
hasłopowtórz|hasło powtórz|hasło_powtórz|hasłopowtórz|hasło powtórz|hasło_powtórz|haslopowtorz|haslo powtorz
haslo_powtorz|hasŁopowtÓrz|hasŁo powtÓrz|hasŁo_powtÓrz|hasŁopowtórz|hasŁo powtórz|hasŁo_powtórz|hasŁopowtorz
hasŁo powtorz|hasŁo_powtorz|hasłoużytkownika|hasło użytkownika|hasło_użytkownika|hasłoużytkownika
hasło użytkownika|hasło_użytkownika|haslouzytkownika|haslo uzytkownika|haslo_uzytkownika|hasŁouŻytkownika
hasŁo uŻytkownika|hasŁo_uŻytkownika|hasŁoużytkownika|hasŁo użytkownika|hasŁo_użytkownika|hasŁouzytkownika
hasŁo uzytkownika|hasŁo_uzytkownika|hasŁouŻytkownİka|hasŁo uŻytkownİka|hasŁo_uŻytkownİka|hasŁoużytkowni̇ka
hasŁo użytkowni̇ka|hasŁo_użytkowni̇ka|senhaatual|senha atual|senha_atual|senhanova|senha nova|senha_nova
senhaantiga|senha antiga|senha_antiga|senhausuário|senha usuário|senha_usuário|senhausuário|senha usuário
senha_usuário|senhausuario|senha usuario|senha_usuario|senhausuÁrio|senha usuÁrio|senha_usuÁrio|senhausuÁrİo
senha usuÁrİo|senha_usuÁrİo|senhausuári̇o|senha usuári̇o|senha_usuári̇o|senhadousuário|senha do usuário
senha_do_usuário|senhadousuário|senha do usuário|senha_do_usuário|senhadousuario|senha do usuario
senha_do_usuario|senhadousuÁrio|senha do usuÁrio|senha_do_usuÁrio|senhadousuÁrİo|senha do usuÁrİo|senha_do_usuÁrİo
senhadousuári̇o|senha do usuári̇o|senha_do_usuári̇o|parolănouă|parolă nouă|parolă_nouă|parolănouă|parolă nouă
parolă_nouă|parolanoua|parola noua|parola_noua|parolĂnouĂ|parolĂ nouĂ|parolĂ_nouĂ|parolăveche|parolă veche
parolă_veche|parolăveche|parolă veche|parolă_veche|parolaveche|parola veche|parola_veche|parolĂveche|parolĂ veche
parolĂ_veche|parolăutilizator|parolă utilizator|parolă_utilizator|parolăutilizator|parolă utilizator
parolă_utilizator|parolautilizator|parola utilizator|parola_utilizator|parolĂutilizator|parolĂ utilizator
parolĂ_utilizator|parolĂutİlİzator|parolĂ utİlİzator|parolĂ_utİlİzator|parolăuti̇li̇zator|parolă uti̇li̇zator
parolă_uti̇li̇zator|парольновый|пароль новый|пароль_новый|парольновый|пароль новый|пароль_новый|ПАРОЛЬНОВЫЙ
ПАРОЛЬ НОВЫЙ|ПАРОЛЬ_НОВЫЙ|ПАРОЛЬНОВЫЙ|ПАРОЛЬ НОВЫЙ|ПАРОЛЬ_НОВЫЙ|ПарольНовый|Пароль Новый|Пароль_Новый
ПарольНовый|Пароль Новый|Пароль_Новый|Парольновый|Пароль новый|Пароль_новый|Парольновый|Пароль новый
Пароль_новый|парольстарый|пароль старый|пароль_старый|парольстарый|пароль старый|пароль_старый|ПАРОЛЬСТАРЫЙ
ПАРОЛЬ СТАРЫЙ|ПАРОЛЬ_СТАРЫЙ|ПАРОЛЬСТАРЫЙ|ПАРОЛЬ СТАРЫЙ|ПАРОЛЬ_СТАРЫЙ|ПарольСтарый|Пароль Старый|Пароль_Старый
ПарольСтарый|Пароль Старый|Пароль_Старый|Парольстарый|Пароль старый|Пароль_старый|Парольстарый|Пароль старый
Пароль_старый|парольповтор|пароль повтор|пароль_повтор|ПАРОЛЬПОВТОР|ПАРОЛЬ ПОВТОР|ПАРОЛЬ_ПОВТОР|ПарольПовтор
Пароль Повтор|Пароль_Повтор|Парольповтор|Пароль повтор|Пароль_повтор|парольподтверждение|пароль подтверждение
пароль_подтверждение|ПАРОЛЬПОДТВЕРЖДЕНИЕ|ПАРОЛЬ ПОДТВЕРЖДЕНИЕ|ПАРОЛЬ_ПОДТВЕРЖДЕНИЕ|ПарольПодтверждение
Пароль Подтверждение|Пароль_Подтверждение|Парольподтверждение|Пароль подтверждение|Пароль_подтверждение
парольпользователя|пароль пользователя|пароль_пользователя|ПАРОЛЬПОЛЬЗОВАТЕЛЯ|ПАРОЛЬ ПОЛЬЗОВАТЕЛЯ
ПАРОЛЬ_ПОЛЬЗОВАТЕЛЯ|ПарольПользователя|Пароль Пользователя|Пароль_Пользователя|Парольпользователя
Пароль пользователя|Пароль_пользователя|парольбд|пароль бд|пароль_бд|ПАРОЛЬБД|ПАРОЛЬ БД|ПАРОЛЬ_БД|ПарольБд|Пароль Бд
Пароль_Бд|Парольбд|Пароль бд|Пароль_бд|lösenordnytt|lösenord nytt|lösenord_nytt|lösenordnytt|lösenord nytt
lösenord_nytt|losenordnytt|losenord nytt|losenord_nytt|lÖsenordnytt|lÖsenord nytt|lÖsenord_nytt|lösenordigen
lösenord igen|lösenord_igen|lösenordigen|lösenord igen|lösenord_igen|losenordigen|losenord igen|losenord_igen
lÖsenordigen|lÖsenord igen|lÖsenord_igen|lÖsenordİgen|lÖsenord İgen|lÖsenord_İgen|lösenordi̇gen|lösenord i̇gen
lösenord_i̇gen|lösenordbekräfta|lösenord bekräfta|lösenord_bekräfta|lösenordbekräfta|lösenord bekräfta
lösenord_bekräfta|losenordbekrafta|losenord bekrafta|losenord_bekrafta|lÖsenordbekrÄfta|lÖsenord bekrÄfta
lÖsenord_bekrÄfta|รหัสผ่านใหม่|รหัสผ่าน ใหม่|รหัสผ่าน_ใหม่|รหัสผ่านเดิม|รหัสผ่าน เดิม|รหัสผ่าน_เดิม|şifreyeni
şifre yeni|şifre_yeni|şifreyeni|şifre yeni|şifre_yeni|sifreyeni|sifre yeni|sifre_yeni|Şifreyeni|Şifre yeni
Şifre_yeni|Şİfreyenİ|Şİfre yenİ|Şİfre_yenİ|şi̇freyeni̇|şi̇fre yeni̇|şi̇fre_yeni̇|şifretekrar|şifre tekrar
şifre_tekrar|şifretekrar|şifre tekrar|şifre_tekrar|sifretekrar|sifre tekrar|sifre_tekrar|Şifretekrar|Şifre tekrar
Şifre_tekrar|Şİfretekrar|Şİfre tekrar|Şİfre_tekrar|şi̇fretekrar|şi̇fre tekrar|şi̇fre_tekrar|şifreeski|şifre eski
şifre_eski|şifreeski|şifre eski|şifre_eski|sifreeski|sifre eski|sifre_eski|Şifreeski|Şifre eski|Şifre_eski
Şİfreeskİ|Şİfre eskİ|Şİfre_eskİ|şi̇freeski̇|şi̇fre eski̇|şi̇fre_eski̇|парольновий|пароль новий|пароль_новий
парольновий|пароль новий|пароль_новий|ПАРОЛЬНОВИЙ|ПАРОЛЬ НОВИЙ|ПАРОЛЬ_НОВИЙ|ПАРОЛЬНОВИЙ|ПАРОЛЬ НОВИЙ
ПАРОЛЬ_НОВИЙ|ПарольНовий|Пароль Новий|Пароль_Новий|ПарольНовий|Пароль Новий|Пароль_Новий|Парольновий
Пароль новий|Пароль_новий|Парольновий|Пароль новий|Пароль_новий|паролькористувача|пароль користувача
пароль_користувача|ПАРОЛЬКОРИСТУВАЧА|ПАРОЛЬ КОРИСТУВАЧА|ПАРОЛЬ_КОРИСТУВАЧА|ПарольКористувача|Пароль Користувача
Пароль_Користувача|Паролькористувача|Пароль користувача|Пароль_користувача|mậtkhẩumới|mật khẩu mới|mật_khẩu_mới
mậtkhẩumới|mật khẩu mới|mật_khẩu_mới|matkhaumoi|mat khau moi|mat_khau_moi|mẬtkhẨumỚi|mẬt khẨu mỚi
mẬt_khẨu_mỚi|mẬtkhẨumỚİ|mẬt khẨu mỚİ|mẬt_khẨu_mỚİ|mậtkhẩumới̇|mật khẩu mới̇|mật_khẩu_mới̇
mậtkhẩucũ|mật khẩu cũ|mật_khẩu_cũ|mậtkhẩucũ|mật khẩu cũ|mật_khẩu_cũ|matkhaucu|mat khau cu|mat_khau_cu
mẬtkhẨucŨ|mẬt khẨu cŨ|mẬt_khẨu_cŨ|mậtkhẩuhiệntại|mật khẩu hiện tại|mật_khẩu_hiện_tại|mậtkhẩuhiệntại
mật khẩu hiện tại|mật_khẩu_hiện_tại|matkhauhientai|mat khau hien tai|mat_khau_hien_tai|mẬtkhẨuhiỆntẠi
mẬt khẨu hiỆn tẠi|mẬt_khẨu_hiỆn_tẠi|mẬtkhẨuhİỆntẠİ|mẬt khẨu hİỆn tẠİ|mẬt_khẨu_hİỆn_tẠİ|mậtkhẩuhi̇ệntại̇
mật khẩu hi̇ện tại̇|mật_khẩu_hi̇ện_tại̇|密码确认|密码 确认|密码_确认|密码重复|密码 重复|密码_重复"""

CODES = """\
رمزالتحقق|رمز التحقق|رمز_التحقق|رمز-التحقق|رمز.التحقق|رمزالتأكيد|رمز التأكيد|رمز_التأكيد|رمز-التأكيد|رمز.التأكيد
رمزالتأكيد|رمز التأكيد|رمز_التأكيد|رمز-التأكيد|رمز.التأكيد|كودالتحقق|كود التحقق|كود_التحقق|كود-التحقق
كود.التحقق|ověřovacíkód|ověřovací kód|ověřovací_kód|ověřovací-kód|ověřovací.kód|ověřovacíkód|ověřovací kód
ověřovací_kód|ověřovací-kód|ověřovací.kód|overovacikod|overovaci kod|overovaci_kod|overovaci-kod
overovaci.kod|ovĚŘovacÍkÓd|ovĚŘovacÍ kÓd|ovĚŘovacÍ_kÓd|ovĚŘovacÍ-kÓd|ovĚŘovacÍ.kÓd|bezpečnostníkód|bezpečnostní kód
bezpečnostní_kód|bezpečnostní-kód|bezpečnostní.kód|bezpečnostníkód|bezpečnostní kód|bezpečnostní_kód
bezpečnostní-kód|bezpečnostní.kód|bezpecnostnikod|bezpecnostni kod|bezpecnostni_kod|bezpecnostni-kod
bezpecnostni.kod|bezpeČnostnÍkÓd|bezpeČnostnÍ kÓd|bezpeČnostnÍ_kÓd|bezpeČnostnÍ-kÓd|bezpeČnostnÍ.kÓd
bekræftelseskode|bekraeftelseskode|bekrÆftelseskode|engangskode|κωδικόςεπαλήθευσης|κωδικός επαλήθευσης
κωδικός_επαλήθευσης|κωδικός-επαλήθευσης|κωδικός.επαλήθευσης|κωδικόςεπαλήθευσης|κωδικός επαλήθευσης
κωδικός_επαλήθευσης|κωδικός-επαλήθευσης|κωδικός.επαλήθευσης|κωδικοσεπαληθευσησ|κωδικοσ επαληθευσησ
κωδικοσ_επαληθευσησ|κωδικοσ-επαληθευσησ|κωδικοσ.επαληθευσησ|ΚΩΔΙΚΌΣΕΠΑΛΉΘΕΥΣΗΣ|ΚΩΔΙΚΌΣ ΕΠΑΛΉΘΕΥΣΗΣ
ΚΩΔΙΚΌΣ_ΕΠΑΛΉΘΕΥΣΗΣ|ΚΩΔΙΚΌΣ-ΕΠΑΛΉΘΕΥΣΗΣ|ΚΩΔΙΚΌΣ.ΕΠΑΛΉΘΕΥΣΗΣ|ΚΩΔΙΚΌΣΕΠΑΛΉΘΕΥΣΗΣ|ΚΩΔΙΚΌΣ ΕΠΑΛΉΘΕΥΣΗΣ
ΚΩΔΙΚΌΣ_ΕΠΑΛΉΘΕΥΣΗΣ|ΚΩΔΙΚΌΣ-ΕΠΑΛΉΘΕΥΣΗΣ|ΚΩΔΙΚΌΣ.ΕΠΑΛΉΘΕΥΣΗΣ|ΚΩΔΙΚΟΣΕΠΑΛΗΘΕΥΣΗΣ|ΚΩΔΙΚΟΣ ΕΠΑΛΗΘΕΥΣΗΣ
ΚΩΔΙΚΟΣ_ΕΠΑΛΗΘΕΥΣΗΣ|ΚΩΔΙΚΟΣ-ΕΠΑΛΗΘΕΥΣΗΣ|ΚΩΔΙΚΟΣ.ΕΠΑΛΗΘΕΥΣΗΣ|ΚωδικόςΕπαλήθευσης|Κωδικός Επαλήθευσης
Κωδικός_Επαλήθευσης|Κωδικός-Επαλήθευσης|Κωδικός.Επαλήθευσης|ΚωδικόςΕπαλήθευσης|Κωδικός Επαλήθευσης
Κωδικός_Επαλήθευσης|Κωδικός-Επαλήθευσης|Κωδικός.Επαλήθευσης|ΚωδικοσΕπαληθευσησ|Κωδικοσ Επαληθευσησ
Κωδικοσ_Επαληθευσησ|Κωδικοσ-Επαληθευσησ|Κωδικοσ.Επαληθευσησ|Κωδικόςεπαλήθευσης|Κωδικός επαλήθευσης
Κωδικός_επαλήθευσης|Κωδικός-επαλήθευσης|Κωδικός.επαλήθευσης|Κωδικόςεπαλήθευσης|Κωδικός επαλήθευσης
Κωδικός_επαλήθευσης|Κωδικός-επαλήθευσης|Κωδικός.επαλήθευσης|Κωδικοσεπαληθευσησ|Κωδικοσ επαληθευσησ
Κωδικοσ_επαληθευσησ|Κωδικοσ-επαληθευσησ|Κωδικοσ.επαληθευσησ|vahvistuskoodi|kertakäyttökoodi|kertakäyttökoodi
kertakayttokoodi|kertakÄyttÖkoodi|kertakÄyttÖkoodİ|kertakäyttökoodi̇|קודאימות|קוד אימות|קוד_אימות|קוד-אימות
קוד.אימות|קודהאימות|קוד האימות|קוד_האימות|קוד-האימות|קוד.האימות|सत्यापनकोड|सत्यापन कोड|सत्यापन_कोड|सत्यापन-कोड
सत्यापन.कोड|ओटीपी|megerősítőkód|megerősítő kód|megerősítő_kód|megerősítő-kód|megerősítő.kód|megerősítőkód
megerősítő kód|megerősítő_kód|megerősítő-kód|megerősítő.kód|megerositokod|megerosito kod
megerosito_kod|megerosito-kod|megerosito.kod|megerŐsÍtŐkÓd|megerŐsÍtŐ kÓd|megerŐsÍtŐ_kÓd|megerŐsÍtŐ-kÓd
megerŐsÍtŐ.kÓd|ellenőrzőkód|ellenőrző kód|ellenőrző_kód|ellenőrző-kód|ellenőrző.kód|ellenőrzőkód|ellenőrző kód
ellenőrző_kód|ellenőrző-kód|ellenőrző.kód|ellenorzokod|ellenorzo kod|ellenorzo_kod|ellenorzo-kod
ellenorzo.kod|ellenŐrzŐkÓd|ellenŐrzŐ kÓd|ellenŐrzŐ_kÓd|ellenŐrzŐ-kÓd|ellenŐrzŐ.kÓd|kodeverifikasi|kode verifikasi
kode_verifikasi|kode-verifikasi|kode.verifikasi|kodeotp|kode otp|kode_otp|kode-otp|kode.otp|認証コード|認証コード|確認コード
確認コード|認証番号|ワンタイムパスワード|ワンタイムパスワード|인증번호|인증번호|인증 번호|인증_번호|인증-번호|인증.번호|인증 번호|인증_번호|인증-번호
인증.번호|인증코드|인증코드|보안코드|보안코드|bekreftelseskode|bevestigingscode|inlogcode|kodweryfikacyjny
kod weryfikacyjny|kod_weryfikacyjny|kod-weryfikacyjny|kod.weryfikacyjny|kodsms|kod sms|kod_sms|kod-sms|kod.sms
coddeverificare|cod de verificare|cod_de_verificare|cod-de-verificare|cod.de.verificare|кодподтверждения
код подтверждения|код_подтверждения|код-подтверждения|код.подтверждения|КОДПОДТВЕРЖДЕНИЯ|КОД ПОДТВЕРЖДЕНИЯ
КОД_ПОДТВЕРЖДЕНИЯ|КОД-ПОДТВЕРЖДЕНИЯ|КОД.ПОДТВЕРЖДЕНИЯ|КодПодтверждения|Код Подтверждения|Код_Подтверждения
Код-Подтверждения|Код.Подтверждения|Кодподтверждения|Код подтверждения|Код_подтверждения|Код-подтверждения
Код.подтверждения|проверочныйкод|проверочный код|проверочный_код|проверочный-код|проверочный.код|проверочныйкод
проверочный код|проверочный_код|проверочный-код|проверочный.код|ПРОВЕРОЧНЫЙКОД|ПРОВЕРОЧНЫЙ КОД|ПРОВЕРОЧНЫЙ_КОД
ПРОВЕРОЧНЫЙ-КОД|ПРОВЕРОЧНЫЙ.КОД|ПРОВЕРОЧНЫЙКОД|ПРОВЕРОЧНЫЙ КОД|ПРОВЕРОЧНЫЙ_КОД|ПРОВЕРОЧНЫЙ-КОД|ПРОВЕРОЧНЫЙ.КОД
ПроверочныйКод|Проверочный Код|Проверочный_Код|Проверочный-Код|Проверочный.Код|ПроверочныйКод|Проверочный Код
Проверочный_Код|Проверочный-Код|Проверочный.Код|Проверочныйкод|Проверочный код|Проверочный_код|Проверочный-код
Проверочный.код|Проверочныйкод|Проверочный код|Проверочный_код|Проверочный-код|Проверочный.код|одноразовыйкод
одноразовый код|одноразовый_код|одноразовый-код|одноразовый.код|одноразовыйкод|одноразовый код|одноразовый_код
одноразовый-код|одноразовый.код|ОДНОРАЗОВЫЙКОД|ОДНОРАЗОВЫЙ КОД|ОДНОРАЗОВЫЙ_КОД|ОДНОРАЗОВЫЙ-КОД|ОДНОРАЗОВЫЙ.КОД
ОДНОРАЗОВЫЙКОД|ОДНОРАЗОВЫЙ КОД|ОДНОРАЗОВЫЙ_КОД|ОДНОРАЗОВЫЙ-КОД|ОДНОРАЗОВЫЙ.КОД|ОдноразовыйКод|Одноразовый Код
Одноразовый_Код|Одноразовый-Код|Одноразовый.Код|ОдноразовыйКод|Одноразовый Код|Одноразовый_Код|Одноразовый-Код
Одноразовый.Код|Одноразовыйкод|Одноразовый код|Одноразовый_код|Одноразовый-код|Одноразовый.код|Одноразовыйкод
Одноразовый код|Одноразовый_код|Одноразовый-код|Одноразовый.код|одноразовыйпароль|одноразовый пароль
одноразовый_пароль|одноразовый-пароль|одноразовый.пароль|одноразовыйпароль|одноразовый пароль|одноразовый_пароль
одноразовый-пароль|одноразовый.пароль|ОДНОРАЗОВЫЙПАРОЛЬ|ОДНОРАЗОВЫЙ ПАРОЛЬ|ОДНОРАЗОВЫЙ_ПАРОЛЬ|ОДНОРАЗОВЫЙ-ПАРОЛЬ
ОДНОРАЗОВЫЙ.ПАРОЛЬ|ОДНОРАЗОВЫЙПАРОЛЬ|ОДНОРАЗОВЫЙ ПАРОЛЬ|ОДНОРАЗОВЫЙ_ПАРОЛЬ|ОДНОРАЗОВЫЙ-ПАРОЛЬ
ОДНОРАЗОВЫЙ.ПАРОЛЬ|ОдноразовыйПароль|Одноразовый Пароль|Одноразовый_Пароль|Одноразовый-Пароль|Одноразовый.Пароль
ОдноразовыйПароль|Одноразовый Пароль|Одноразовый_Пароль|Одноразовый-Пароль|Одноразовый.Пароль|Одноразовыйпароль
Одноразовый пароль|Одноразовый_пароль|Одноразовый-пароль|Одноразовый.пароль|Одноразовыйпароль|Одноразовый пароль
Одноразовый_пароль|Одноразовый-пароль|Одноразовый.пароль|verifieringskod|engångskod|engångskod|engangskod
engÅngskod|รหัสยืนยัน|doğrulamakodu|doğrulama kodu|doğrulama_kodu|doğrulama-kodu|doğrulama.kodu|doğrulamakodu
doğrulama kodu|doğrulama_kodu|doğrulama-kodu|doğrulama.kodu|dogrulamakodu|dogrulama kodu|dogrulama_kodu
dogrulama-kodu|dogrulama.kodu|doĞrulamakodu|doĞrulama kodu|doĞrulama_kodu|doĞrulama-kodu|doĞrulama.kodu|onaykodu
onay kodu|onay_kodu|onay-kodu|onay.kodu|кодпідтвердження|код підтвердження|код_підтвердження|код-підтвердження
код.підтвердження|КОДПІДТВЕРДЖЕННЯ|КОД ПІДТВЕРДЖЕННЯ|КОД_ПІДТВЕРДЖЕННЯ|КОД-ПІДТВЕРДЖЕННЯ|КОД.ПІДТВЕРДЖЕННЯ
КодПідтвердження|Код Підтвердження|Код_Підтвердження|Код-Підтвердження|Код.Підтвердження|Кодпідтвердження
Код підтвердження|Код_підтвердження|Код-підтвердження|Код.підтвердження|mãxácnhận|mã xác nhận|mã_xác_nhận
mã-xác-nhận|mã.xác.nhận|mãxácnhận|mã xác nhận|mã_xác_nhận|mã-xác-nhận|mã.xác.nhận|maxacnhan
ma xac nhan|ma_xac_nhan|ma-xac-nhan|ma.xac.nhan|mÃxÁcnhẬn|mÃ xÁc nhẬn|mÃ_xÁc_nhẬn|mÃ-xÁc-nhẬn|mÃ.xÁc.nhẬn|mãxácthực
mã xác thực|mã_xác_thực|mã-xác-thực|mã.xác.thực|mãxácthực|mã xác thực|mã_xác_thực|mã-xác-thực
mã.xác.thực|maxacthuc|ma xac thuc|ma_xac_thuc|ma-xac-thuc|ma.xac.thuc|mÃxÁcthỰc|mÃ xÁc thỰc|mÃ_xÁc_thỰc
mÃ-xÁc-thỰc|mÃ.xÁc.thỰc|mãotp|mã otp|mã_otp|mã-otp|mã.otp|mãotp|mã otp|mã_otp|mã-otp|mã.otp|maotp|ma otp|ma_otp
ma-otp|ma.otp|mÃotp|mÃ otp|mÃ_otp|mÃ-otp|mÃ.otp|验证码|驗證碼|校验码|动态码|动态密码"""

PLATES = """\
رقماللوحة|رقم اللوحة|رقم_اللوحة|رقم-اللوحة|رقم.اللوحة|لوحةالسيارة|لوحة السيارة|لوحة_السيارة|لوحة-السيارة
لوحة.السيارة|رقمالسيارة|رقم السيارة|رقم_السيارة|رقم-السيارة|رقم.السيارة|регистрационенномер|регистрационен номер
регистрационен_номер|регистрационен-номер|регистрационен.номер|РЕГИСТРАЦИОНЕННОМЕР|РЕГИСТРАЦИОНЕН НОМЕР
РЕГИСТРАЦИОНЕН_НОМЕР|РЕГИСТРАЦИОНЕН-НОМЕР|РЕГИСТРАЦИОНЕН.НОМЕР|РегистрационенНомер|Регистрационен Номер
Регистрационен_Номер|Регистрационен-Номер|Регистрационен.Номер|Регистрационенномер|Регистрационен номер
Регистрационен_номер|Регистрационен-номер|Регистрационен.номер|номернаавтомобила|номер на автомобила
номер_на_автомобила|номер-на-автомобила|номер.на.автомобила|НОМЕРНААВТОМОБИЛА|НОМЕР НА АВТОМОБИЛА
НОМЕР_НА_АВТОМОБИЛА|НОМЕР-НА-АВТОМОБИЛА|НОМЕР.НА.АВТОМОБИЛА|НомерНаАвтомобила|Номер На Автомобила
Номер_На_Автомобила|Номер-На-Автомобила|Номер.На.Автомобила|Номернаавтомобила|Номер на автомобила
Номер_на_автомобила|Номер-на-автомобила|Номер.на.автомобила|spz|poznávacíznačka|poznávací značka|poznávací_značka
poznávací-značka|poznávací.značka|poznávacíznačka|poznávací značka|poznávací_značka|poznávací-značka
poznávací.značka|poznavaciznacka|poznavaci znacka|poznavaci_znacka|poznavaci-znacka|poznavaci.znacka
poznÁvacÍznaČka|poznÁvacÍ znaČka|poznÁvacÍ_znaČka|poznÁvacÍ-znaČka|poznÁvacÍ.znaČka|registračníznačka
registrační značka|registrační_značka|registrační-značka|registrační.značka|registračníznačka
registrační značka|registrační_značka|registrační-značka|registrační.značka|registracniznacka
registracni znacka|registracni_znacka|registracni-znacka|registracni.znacka|registraČnÍznaČka|registraČnÍ znaČka
registraČnÍ_znaČka|registraČnÍ-znaČka|registraČnÍ.znaČka|regİstraČnÍznaČka|regİstraČnÍ znaČka|regİstraČnÍ_znaČka
regİstraČnÍ-znaČka|regİstraČnÍ.znaČka|regi̇stračníznačka|regi̇strační značka|regi̇strační_značka
regi̇strační-značka|regi̇strační.značka|nummerplade|registreringsnummer|kennzeichen|kfzkennzeichen
kfz kennzeichen|kfz_kennzeichen|kfz-kennzeichen|kfz.kennzeichen|autokennzeichen|nummernschild|kontrollschild
πινακίδα|πινακίδα|πινακιδα|ΠΙΝΑΚΊΔΑ|ΠΙΝΑΚΊΔΑ|ΠΙΝΑΚΙΔΑ|Πινακίδα|Πινακίδα|Πινακιδα|αριθμόςκυκλοφορίας
αριθμός κυκλοφορίας|αριθμός_κυκλοφορίας|αριθμός-κυκλοφορίας|αριθμός.κυκλοφορίας|αριθμόςκυκλοφορίας
αριθμός κυκλοφορίας|αριθμός_κυκλοφορίας|αριθμός-κυκλοφορίας|αριθμός.κυκλοφορίας|αριθμοσκυκλοφοριασ
αριθμοσ κυκλοφοριασ|αριθμοσ_κυκλοφοριασ|αριθμοσ-κυκλοφοριασ|αριθμοσ.κυκλοφοριασ|ΑΡΙΘΜΌΣΚΥΚΛΟΦΟΡΊΑΣ
ΑΡΙΘΜΌΣ ΚΥΚΛΟΦΟΡΊΑΣ|ΑΡΙΘΜΌΣ_ΚΥΚΛΟΦΟΡΊΑΣ|ΑΡΙΘΜΌΣ-ΚΥΚΛΟΦΟΡΊΑΣ|ΑΡΙΘΜΌΣ.ΚΥΚΛΟΦΟΡΊΑΣ|ΑΡΙΘΜΌΣΚΥΚΛΟΦΟΡΊΑΣ
ΑΡΙΘΜΌΣ ΚΥΚΛΟΦΟΡΊΑΣ|ΑΡΙΘΜΌΣ_ΚΥΚΛΟΦΟΡΊΑΣ|ΑΡΙΘΜΌΣ-ΚΥΚΛΟΦΟΡΊΑΣ|ΑΡΙΘΜΌΣ.ΚΥΚΛΟΦΟΡΊΑΣ|ΑΡΙΘΜΟΣΚΥΚΛΟΦΟΡΙΑΣ
ΑΡΙΘΜΟΣ ΚΥΚΛΟΦΟΡΙΑΣ|ΑΡΙΘΜΟΣ_ΚΥΚΛΟΦΟΡΙΑΣ|ΑΡΙΘΜΟΣ-ΚΥΚΛΟΦΟΡΙΑΣ|ΑΡΙΘΜΟΣ.ΚΥΚΛΟΦΟΡΙΑΣ|ΑριθμόςΚυκλοφορίας
Αριθμός Κυκλοφορίας|Αριθμός_Κυκλοφορίας|Αριθμός-Κυκλοφορίας|Αριθμός.Κυκλοφορίας|ΑριθμόςΚυκλοφορίας
Αριθμός Κυκλοφορίας|Αριθμός_Κυκλοφορίας|Αριθμός-Κυκλοφορίας|Αριθμός.Κυκλοφορίας|ΑριθμοσΚυκλοφοριασ
Αριθμοσ Κυκλοφοριασ|Αριθμοσ_Κυκλοφοριασ|Αριθμοσ-Κυκλοφοριασ|Αριθμοσ.Κυκλοφοριασ|Αριθμόςκυκλοφορίας
Αριθμός κυκλοφορίας|Αριθμός_κυκλοφορίας|Αριθμός-κυκλοφορίας|Αριθμός.κυκλοφορίας|Αριθμόςκυκλοφορίας
Αριθμός κυκλοφορίας|Αριθμός_κυκλοφορίας|Αριθμός-κυκλοφορίας|Αριθμός.κυκλοφορίας|Αριθμοσκυκλοφοριασ
Αριθμοσ κυκλοφοριασ|Αριθμοσ_κυκλοφοριασ|Αριθμοσ-κυκλοφοριασ|Αριθμοσ.κυκλοφοριασ|licenseplate|license plate
license_plate|license-plate|license.plate|licenceplate|licence plate|licence_plate|licence-plate|licence.plate
numberplate|number plate|number_plate|number-plate|number.plate|registrationplate|registration plate
registration_plate|registration-plate|registration.plate|platenumber|plate number|plate_number|plate-number
plate.number|plate|vehicleregistration|vehicle registration|vehicle_registration|vehicle-registration
vehicle.registration|vehicleregistrationnumber|vehicle registration number|vehicle_registration_number
vehicle-registration-number|vehicle.registration.number|carregistration|car registration|car_registration
car-registration|car.registration|regplate|reg plate|reg_plate|reg-plate|reg.plate|vrm|licenseplatenumber
license plate number|license_plate_number|license-plate-number|license.plate.number|licenceplatenumber
licence plate number|licence_plate_number|licence-plate-number|licence.plate.number|vehicleplate|vehicle plate
vehicle_plate|vehicle-plate|vehicle.plate|carplate|car plate|car_plate|car-plate|car.plate|matrícula|matrícula
matricula|matrÍcula|placa|patente|númerodeplaca|número de placa|número_de_placa|número-de-placa|número.de.placa
númerodeplaca|número de placa|número_de_placa|número-de-placa|número.de.placa|numerodeplaca|numero de placa
numero_de_placa|numero-de-placa|numero.de.placa|nÚmerodeplaca|nÚmero de placa|nÚmero_de_placa|nÚmero-de-placa
nÚmero.de.placa|rekisterinumero|rekisteritunnus|rekisterikilpi|immatriculation|plaque|plaqueminéralogique
plaque minéralogique|plaque_minéralogique|plaque-minéralogique|plaque.minéralogique|plaqueminéralogique
plaque minéralogique|plaque_minéralogique|plaque-minéralogique|plaque.minéralogique|plaquemineralogique
plaque mineralogique|plaque_mineralogique|plaque-mineralogique|plaque.mineralogique|plaqueminÉralogique
plaque minÉralogique|plaque_minÉralogique|plaque-minÉralogique|plaque.minÉralogique|plaquemİnÉralogİque
plaque mİnÉralogİque|plaque_mİnÉralogİque|plaque-mİnÉralogİque|plaque.mİnÉralogİque|plaquemi̇néralogi̇que
plaque mi̇néralogi̇que|plaque_mi̇néralogi̇que|plaque-mi̇néralogi̇que|plaque.mi̇néralogi̇que|matricule
plaqued'immatriculation|plaque d'immatriculation|plaque_d'immatriculation|plaque-d'immatriculation
plaque.d'immatriculation|numérod'immatriculation|numéro d'immatriculation|numéro_d'immatriculation
numéro-d'immatriculation|numéro.d'immatriculation|numérod'immatriculation|numéro d'immatriculation
numéro_d'immatriculation|numéro-d'immatriculation|numéro.d'immatriculation|numerod'immatriculation
numero d'immatriculation|numero_d'immatriculation|numero-d'immatriculation|numero.d'immatriculation
numÉrod'immatriculation|numÉro d'immatriculation|numÉro_d'immatriculation|numÉro-d'immatriculation
numÉro.d'immatriculation|numÉrod'İmmatrİculatİon|numÉro d'İmmatrİculatİon|numÉro_d'İmmatrİculatİon
numÉro-d'İmmatrİculatİon|numÉro.d'İmmatrİculatİon|numérod'i̇mmatri̇culati̇on|numéro d'i̇mmatri̇culati̇on
numéro_d'i̇mmatri̇culati̇on|numéro-d'i̇mmatri̇culati̇on|numéro.d'i̇mmatri̇culati̇on|מספררכב|מספר רכב|מספר_רכב
מספר-רכב|מספר.רכב|לוחיתרישוי|לוחית רישוי|לוחית_רישוי|לוחית-רישוי|לוחית.רישוי|वाहनसंख्या|वाहन संख्या|वाहन_संख्या
वाहन-संख्या|वाहन.संख्या|गाड़ीनंबर|गाड़ी नंबर|गाड़ी_नंबर|गाड़ी-नंबर|गाड़ी.नंबर|वाहनपंजीकरणसंख्या|वाहन पंजीकरण संख्या
वाहन_पंजीकरण_संख्या|वाहन-पंजीकरण-संख्या|वाहन.पंजीकरण.संख्या|registarskaoznaka|registarska oznaka|registarska_oznaka
registarska-oznaka|registarska.oznaka|registarskatablica|registarska tablica|registarska_tablica|registarska-tablica
registarska.tablica|rendszám|rendszám|rendszam|rendszÁm|rendszámtábla|rendszámtábla|rendszamtabla|rendszÁmtÁbla
platnomor|plat nomor|plat_nomor|plat-nomor|plat.nomor|nomorpolisi|nomor polisi|nomor_polisi|nomor-polisi
nomor.polisi|nopol|targa|ナンバープレート|ナンバープレート|車両番号|登録番号|차량번호|차량번호|차량 번호|차량_번호|차량-번호|차량.번호|차량 번호
차량_번호|차량-번호|차량.번호|번호판|번호판|skiltnummer|kjennemerke|kenteken|nummerplaat|numerrejestracyjny
numer rejestracyjny|numer_rejestracyjny|numer-rejestracyjny|numer.rejestracyjny|nrrejestracyjny|nr rejestracyjny
nr_rejestracyjny|nr-rejestracyjny|nr.rejestracyjny|tablicarejestracyjna|tablica rejestracyjna|tablica_rejestracyjna
tablica-rejestracyjna|tablica.rejestracyjna|placadoveículo|placa do veículo|placa_do_veículo|placa-do-veículo
placa.do.veículo|placadoveículo|placa do veículo|placa_do_veículo|placa-do-veículo|placa.do.veículo
placadoveiculo|placa do veiculo|placa_do_veiculo|placa-do-veiculo|placa.do.veiculo|placadoveÍculo|placa do veÍculo
placa_do_veÍculo|placa-do-veÍculo|placa.do.veÍculo|numărdeînmatriculare|număr de înmatriculare
număr_de_înmatriculare|număr-de-înmatriculare|număr.de.înmatriculare|numărdeînmatriculare|număr de înmatriculare
număr_de_înmatriculare|număr-de-înmatriculare|număr.de.înmatriculare|numardeinmatriculare
numar de inmatriculare|numar_de_inmatriculare|numar-de-inmatriculare|numar.de.inmatriculare|numĂrdeÎnmatriculare
numĂr de Înmatriculare|numĂr_de_Înmatriculare|numĂr-de-Înmatriculare|numĂr.de.Înmatriculare|numĂrdeÎnmatrİculare
numĂr de Înmatrİculare|numĂr_de_Înmatrİculare|numĂr-de-Înmatrİculare|numĂr.de.Înmatrİculare|numărdeînmatri̇culare
număr de înmatri̇culare|număr_de_înmatri̇culare|număr-de-înmatri̇culare|număr.de.înmatri̇culare
numărdeÎnmatriculare|număr de Înmatriculare|număr_de_Înmatriculare|număr-de-Înmatriculare|număr.de.Înmatriculare
госномер|ГОСНОМЕР|Госномер|гос номер|гос_номер|гос-номер|гос.номер|ГОС НОМЕР|ГОС_НОМЕР|ГОС-НОМЕР|ГОС.НОМЕР|ГосНомер
Гос Номер|Гос_Номер|Гос-Номер|Гос.Номер|Гос номер|Гос_номер|Гос-номер|Гос.номер|номернойзнак|номерной знак
номерной_знак|номерной-знак|номерной.знак|номернойзнак|номерной знак|номерной_знак|номерной-знак|номерной.знак
НОМЕРНОЙЗНАК|НОМЕРНОЙ ЗНАК|НОМЕРНОЙ_ЗНАК|НОМЕРНОЙ-ЗНАК|НОМЕРНОЙ.ЗНАК|НОМЕРНОЙЗНАК|НОМЕРНОЙ ЗНАК|НОМЕРНОЙ_ЗНАК
НОМЕРНОЙ-ЗНАК|НОМЕРНОЙ.ЗНАК|НомернойЗнак|Номерной Знак|Номерной_Знак|Номерной-Знак|Номерной.Знак|НомернойЗнак
Номерной Знак|Номерной_Знак|Номерной-Знак|Номерной.Знак|Номернойзнак|Номерной знак|Номерной_знак|Номерной-знак
Номерной.знак|Номернойзнак|Номерной знак|Номерной_знак|Номерной-знак|Номерной.знак|номермашины|номер машины
номер_машины|номер-машины|номер.машины|НОМЕРМАШИНЫ|НОМЕР МАШИНЫ|НОМЕР_МАШИНЫ|НОМЕР-МАШИНЫ|НОМЕР.МАШИНЫ|НомерМашины
Номер Машины|Номер_Машины|Номер-Машины|Номер.Машины|Номермашины|Номер машины|Номер_машины|Номер-машины|Номер.машины
номеравтомобиля|номер автомобиля|номер_автомобиля|номер-автомобиля|номер.автомобиля|НОМЕРАВТОМОБИЛЯ|НОМЕР АВТОМОБИЛЯ
НОМЕР_АВТОМОБИЛЯ|НОМЕР-АВТОМОБИЛЯ|НОМЕР.АВТОМОБИЛЯ|НомерАвтомобиля|Номер Автомобиля|Номер_Автомобиля
Номер-Автомобиля|Номер.Автомобиля|Номеравтомобиля|Номер автомобиля|Номер_автомобиля|Номер-автомобиля
Номер.автомобиля|регистрационныйзнак|регистрационный знак|регистрационный_знак|регистрационный-знак
регистрационный.знак|регистрационныйзнак|регистрационный знак|регистрационный_знак|регистрационный-знак
регистрационный.знак|РЕГИСТРАЦИОННЫЙЗНАК|РЕГИСТРАЦИОННЫЙ ЗНАК|РЕГИСТРАЦИОННЫЙ_ЗНАК|РЕГИСТРАЦИОННЫЙ-ЗНАК
РЕГИСТРАЦИОННЫЙ.ЗНАК|РЕГИСТРАЦИОННЫЙЗНАК|РЕГИСТРАЦИОННЫЙ ЗНАК|РЕГИСТРАЦИОННЫЙ_ЗНАК|РЕГИСТРАЦИОННЫЙ-ЗНАК
РЕГИСТРАЦИОННЫЙ.ЗНАК|РегистрационныйЗнак|Регистрационный Знак|Регистрационный_Знак|Регистрационный-Знак
Регистрационный.Знак|РегистрационныйЗнак|Регистрационный Знак|Регистрационный_Знак|Регистрационный-Знак
Регистрационный.Знак|Регистрационныйзнак|Регистрационный знак|Регистрационный_знак|Регистрационный-знак
Регистрационный.знак|Регистрационныйзнак|Регистрационный знак|Регистрационный_знак|Регистрационный-знак
Регистрационный.знак|ečv|ečv|ecv|eČv|evidenčnéčíslovozidla|evidenčné číslo vozidla|evidenčné_číslo_vozidla
evidenčné-číslo-vozidla|evidenčné.číslo.vozidla|evidenčnéčíslovozidla|evidenčné číslo vozidla
evidenčné_číslo_vozidla|evidenčné-číslo-vozidla|evidenčné.číslo.vozidla|evidencnecislovozidla
evidencne cislo vozidla|evidencne_cislo_vozidla|evidencne-cislo-vozidla|evidencne.cislo.vozidla
evidenČnÉČÍslovozidla|evidenČnÉ ČÍslo vozidla|evidenČnÉ_ČÍslo_vozidla|evidenČnÉ-ČÍslo-vozidla
evidenČnÉ.ČÍslo.vozidla|evİdenČnÉČÍslovozİdla|evİdenČnÉ ČÍslo vozİdla|evİdenČnÉ_ČÍslo_vozİdla
evİdenČnÉ-ČÍslo-vozİdla|evİdenČnÉ.ČÍslo.vozİdla|evi̇denčnéčíslovozi̇dla|evi̇denčné číslo vozi̇dla
evi̇denčné_číslo_vozi̇dla|evi̇denčné-číslo-vozi̇dla|evi̇denčné.číslo.vozi̇dla|evidenčnéČíslovozidla
evidenčné Číslo vozidla|evidenčné_Číslo_vozidla|evidenčné-Číslo-vozidla|evidenčné.Číslo.vozidla|registrskaoznaka
registrska oznaka|registrska_oznaka|registrska-oznaka|registrska.oznaka|registrskatablica|registrska tablica
registrska_tablica|registrska-tablica|registrska.tablica|regnummer|registreringsskylt|ทะเบียนรถ|ป้ายทะเบียน|plaka
plakano|plaka no|plaka_no|plaka-no|plaka.no|araçplakası|araç plakası|araç_plakası|araç-plakası|araç.plakası
araçplakası|araç plakası|araç_plakası|araç-plakası|araç.plakası|aracplakasi|arac plakasi|arac_plakasi
arac-plakasi|arac.plakasi|araÇplakasi|araÇ plakasi|araÇ_plakasi|araÇ-plakasi|araÇ.plakasi|araçplakasi|araç plakasi
araç_plakasi|araç-plakasi|araç.plakasi|номернийзнак|номерний знак|номерний_знак|номерний-знак|номерний.знак
номернийзнак|номерний знак|номерний_знак|номерний-знак|номерний.знак|НОМЕРНИЙЗНАК|НОМЕРНИЙ ЗНАК|НОМЕРНИЙ_ЗНАК
НОМЕРНИЙ-ЗНАК|НОМЕРНИЙ.ЗНАК|НОМЕРНИЙЗНАК|НОМЕРНИЙ ЗНАК|НОМЕРНИЙ_ЗНАК|НОМЕРНИЙ-ЗНАК|НОМЕРНИЙ.ЗНАК|НомернийЗнак
Номерний Знак|Номерний_Знак|Номерний-Знак|Номерний.Знак|НомернийЗнак|Номерний Знак|Номерний_Знак|Номерний-Знак
Номерний.Знак|Номернийзнак|Номерний знак|Номерний_знак|Номерний-знак|Номерний.знак|Номернийзнак|Номерний знак
Номерний_знак|Номерний-знак|Номерний.знак|держномер|ДЕРЖНОМЕР|Держномер|номеравто|номер авто|номер_авто
номер-авто|номер.авто|НОМЕРАВТО|НОМЕР АВТО|НОМЕР_АВТО|НОМЕР-АВТО|НОМЕР.АВТО|НомерАвто|Номер Авто|Номер_Авто
Номер-Авто|Номер.Авто|Номеравто|Номер авто|Номер_авто|Номер-авто|Номер.авто|biểnsố|biển số|biển_số|biển-số|biển.số
biểnsố|biển số|biển_số|biển-số|biển.số|bienso|bien so|bien_so|bien-so|bien.so|biỂnsỐ|biỂn sỐ
biỂn_sỐ|biỂn-sỐ|biỂn.sỐ|bİỂnsỐ|bİỂn sỐ|bİỂn_sỐ|bİỂn-sỐ|bİỂn.sỐ|bi̇ểnsố|bi̇ển số|bi̇ển_số|bi̇ển-số
bi̇ển.số|biểnsốxe|biển số xe|biển_số_xe|biển-số-xe|biển.số.xe|biểnsốxe|biển số xe|biển_số_xe
biển-số-xe|biển.số.xe|biensoxe|bien so xe|bien_so_xe|bien-so-xe|bien.so.xe|biỂnsỐxe|biỂn sỐ xe|biỂn_sỐ_xe
biỂn-sỐ-xe|biỂn.sỐ.xe|bİỂnsỐxe|bİỂn sỐ xe|bİỂn_sỐ_xe|bİỂn-sỐ-xe|bİỂn.sỐ.xe|bi̇ểnsốxe|bi̇ển số xe
bi̇ển_số_xe|bi̇ển-số-xe|bi̇ển.số.xe|车牌|车牌号|车牌号码|車牌|車牌號碼"""

SPOKEN = """\
heslo je|s heslem|adgangskoden er|adgangskode er|kodeordet er|med adgangskode|med kodeord|passwort ist
passwort lautet|kennwort ist|kennwort lautet|mit passwort|mit kennwort|mit dem passwort|ο κωδικός είναι
ο κωδικός είναι|ο κωδικοσ ειναι|Ο ΚΩΔΙΚΌΣ ΕΊΝΑΙ|Ο ΚΩΔΙΚΌΣ ΕΊΝΑΙ|Ο ΚΩΔΙΚΟΣ ΕΙΝΑΙ|Ο Κωδικός Είναι
Ο Κωδικός Είναι|Ο Κωδικοσ Ειναι|Ο κωδικός είναι|Ο κωδικός είναι|Ο κωδικοσ ειναι|με κωδικό|με κωδικό|με κωδικο
ΜΕ ΚΩΔΙΚΌ|ΜΕ ΚΩΔΙΚΌ|ΜΕ ΚΩΔΙΚΟ|Με Κωδικό|Με Κωδικό|Με Κωδικο|Με κωδικό|Με κωδικό|Με κωδικο|contraseña es
contraseña es|contrasena es|contraseÑa es|con contraseña|con contraseña|con contrasena|con contraseÑa
con la contraseña|con la contraseña|con la contrasena|con la contraseÑa|contraseña nueva es|contraseña nueva es
contrasena nueva es|contraseÑa nueva es|clave es|con clave|salasana on|salasanalla|mot de passe est
avec le mot de passe|avec mot de passe|הסיסמה היא|סיסמה היא|पासवर्ड है|jelszó a|jelszó a|jelszo a|jelszÓ a|jelszava
kata sandi adalah|dengan kata sandi|kata sandinya adalah|password è|password è|password e|password È
la parola d'ordine è|la parola d'ordine è|la parola d'ordine e|la parola d'ordine È|la parola d'ordİne È
la parola d'ordi̇ne è|con password|con la password|パスワードは|パスワードは|暗証番号は|비밀번호는|비밀번호는|암호는|암호는
passordet er|passord er|med passord|wachtwoord is|met wachtwoord|hasło to|haslo to|hasŁo to|z hasłem|z haslem
z hasŁem|hasłem|haslem|hasŁem|senha é|senha é|senha e|senha É|com senha|com a senha|palavra passe é
palavra passe é|palavra passe e|palavra passe É|parola este|cu parola|пароль это|ПАРОЛЬ ЭТО|Пароль Это|Пароль это
с паролем|С ПАРОЛЕМ|С Паролем|С паролем|пароль -|ПАРОЛЬ -|Пароль -|паролем|ПАРОЛЕМ|Паролем|lösenordet är
lösenordet är|losenordet ar|lÖsenordet Är|lösenordet Är|lösenord är|lösenord är|losenord ar|lÖsenord Är
lösenord Är|med lösenord|med lösenord|med losenord|med lÖsenord|med lösenordet|med lösenordet|med losenordet
med lÖsenordet|รหัสผ่านคือ|şifresi|şifresi|sifresi|Şifresi|Şİfresİ|şi̇fresi̇|şifre ile|şifre ile|sifre ile
Şifre ile|Şİfre İle|şi̇fre i̇le|parolası|parolasi|пароль це|ПАРОЛЬ ЦЕ|Пароль Це|Пароль це|з паролем|З ПАРОЛЕМ
З Паролем|З паролем|mật khẩu là|mật khẩu là|mat khau la|mẬt khẨu lÀ|với mật khẩu|với mật khẩu
voi mat khau|vỚi mẬt khẨu|vỚİ mẬt khẨu|với̇ mật khẩu|密码是|密码为|密碼是|密碼為|口令是"""
