"""Words for names of people, language by language (spellings: `spelling.py`).

Source: the fields of forms in each language (registration, passport, delivery).
"""

from __future__ import annotations

PEOPLE = {
    "ar": "الاسم الكامل, الاسم الأول, الاسم الاول, اسم العائلة, اسم المستخدم, اسم العميل, اللقب",
    "bg": "фамилия, презиме, собствено име, пълно име",
    "bn": "পুরো নাম, পদবি",
    "ca": "cognom, cognoms, nom complet",
    "cs": "příjmení, celé jméno, křestní jméno, uživatelské jméno",
    "da": "fornavn, efternavn, fulde navn, brugernavn",
    "de": "vorname, nachname, familienname, zuname, geburtsname, rufname, vollständiger name, kundenname, "
    "benutzername, nutzername, ansprechpartner, kontoinhaber, karteninhaber, vor und nachname, ehename, "
    "kontoinhaberin, karteninhaberin, ansprechpartnerin, name des kunden, name der kundin",
    "el": "επώνυμο, επίθετο, ονοματεπώνυμο, όνομα χρήστη",
    "en": "nickname, legal name, preferred name, maiden name, sender name, recipient name, name on card, payer name,"
    " payee name, beneficiary name, passenger name, guest name, student name, account holder name",
    "es": "apellido, apellidos, primer apellido, segundo apellido, nombre completo, primer nombre, "
    "nombre de pila, nombre y apellidos, nombre de usuario, titular, nombre del titular, nombre cliente, "
    "nombre del cliente, nombre usuario, apellido paterno, apellido materno",
    "et": "eesnimi, perekonnanimi, perenimi, täisnimi, kasutajanimi",
    "fa": "نام خانوادگی, نام کامل, نام کاربری",
    "fi": "etunimi, sukunimi, koko nimi, käyttäjätunnus, käyttäjänimi",
    "fr": "prénom, prénoms, nom de famille, nom complet, nom et prénom, nom de naissance, nom d'usage, "
    "nom d'utilisateur, nom utilisateur, titulaire, nom client, nom du client, nom du patient, nom famille, "
    "nom de jeune fille, nom de l'utilisateur",
    "he": "שם פרטי, שם משפחה, שם מלא, שם משתמש",
    "hi": "पूरा नाम, उपनाम, कुलनाम, उपयोगकर्ता नाम",
    "hr": "prezime, ime i prezime, korisničko ime, puno ime",
    "hu": "vezetéknév, keresztnév, családnév, utónév, teljes név, felhasználónév",
    "hy": "ազգանուն",
    "id": "nama lengkap, nama depan, nama belakang, nama pengguna, nama pelanggan",
    "is": "fornafn, eftirnafn, fullt nafn, notandanafn",
    "it": "cognome, nome completo, nome e cognome, nome utente, intestatario, nominativo, nome cliente",
    "ja": "氏名, 姓名, お名前, フルネーム, 苗字, 名字, フリガナ, ふりがな, ユーザー名, ユーザ名, 顧客名",
    "ka": "გვარი, სახელი და გვარი",
    "ko": "성명, 성함, 고객명, 사용자명, 사용자 이름, 예금주",
    "lt": "pavardė, vardas ir pavardė, vartotojo vardas",
    "lv": "uzvārds, vārds uzvārds, lietotājvārds",
    "ms": "nama penuh, nama pertama, nama keluarga",
    "nb": "fornavn, etternavn, fullt navn, brukernavn",
    "nl": "voornaam, achternaam, familienaam, volledige naam, klantnaam, gebruikersnaam, rekeninghouder",
    "pl": "imię, nazwisko, imię i nazwisko, pełne imię, nazwa użytkownika, nazwisko panieńskie",
    "pt": "sobrenome, apelido, nome completo, primeiro nome, último nome, nome cliente, nome do cliente, "
    "nome de usuário, nome do titular, nome da mãe, nome mãe, nome do pai",
    "ro": "prenume, nume de familie, nume complet, numele complet, nume și prenume, nume utilizator",
    "ru": "фамилия, отчество, фио, полное имя, имя пользователя, имя клиента, фамилия имя отчество",
    "sk": "priezvisko, celé meno, krstné meno, používateľské meno",
    "sl": "priimek, ime in priimek, polno ime, uporabniško ime",
    "sq": "mbiemri, mbiemër, emri i plotë",
    "sr": "презиме, име и презиме, prezime, ime i prezime, корисничко име",
    "sv": "förnamn, efternamn, fullständigt namn, tilltalsnamn, användarnamn, kundnamn",
    "sw": "jina kamili, jina la kwanza, jina la ukoo",
    "ta": "முழு பெயர்",
    "th": "ชื่อ นามสกุล, นามสกุล, ชื่อเต็ม, ชื่อจริง, ชื่อผู้ใช้",
    "tr": "soyadı, soyad, soyisim, adı soyadı, ad soyad, tam ad, isim soyisim, kullanıcı adı, müşteri adı",
    "uk": "прізвище, по батькові, піб, повне ім'я, повне ім’я, ім'я користувача",
    "ur": "پورا نام",
    "vi": "họ và tên, họ tên, tên đầy đủ, tên khách hàng, tên người dùng",
    "zh": "姓名, 真实姓名, 真名, 客户姓名, 用户姓名, 用户名, 收件人, 收货人, 持卡人, 联系人, 真實姓名, "
    "收件人姓名, 使用者名稱, 聯絡人, 姓氏",
}
"""Words that mean a person wherever they stand."""

NAMES = {
    "ar": "الاسم, اسم",
    "bg": "име",
    "bn": "নাম",
    "cs": "jméno",
    "da": "navn",
    "el": "όνομα",
    "es": "nombre, nombres",
    "et": "nimi",
    "fa": "نام",
    "fr": "nom, noms",
    "gl": "nome",
    "he": "שם",
    "hi": "नाम",
    "hr": "ime",
    "hu": "név",
    "hy": "անուն",
    "id": "nama",
    "is": "nafn",
    "it": "nome",
    "ja": "名前, 姓, 名",
    "ka": "სახელი",
    "ko": "이름",
    "lt": "vardas",
    "lv": "vārds",
    "mr": "नाव",
    "nl": "naam",
    "ro": "nume, numele",
    "ru": "имя",
    "sk": "meno",
    "sq": "emri",
    "sr": "име",
    "sv": "namn",
    "ta": "பெயர்",
    "th": "ชื่อ",
    "tr": "isim, ismi",
    "uk": "ім'я, ім’я, імя",
    "ur": "نام",
    "vi": "tên",
    "zh": "名字",
}
"""Words that mean a person only where they stand alone or beside a word for one: files and tables have names too."""
