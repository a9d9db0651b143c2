"""The lexicon's words as keys have them: folded and written together.

Made by `make tables`. Edits are lost.
"""

from __future__ import annotations

PEOPLE = """\
الاسمالكامل|الاسمالأول|الاسمالاول|اسمالعائلة|اسمالمستخدم|اسمالعميل|اللقب|фамилия|презиме|собственоиме|пълноиме
পুরোনাম|পদবি|cognom|cognoms|nomcomplet|prijmeni|celejmeno|krestnijmeno|uzivatelskejmeno|fornavn|efternavn|fuldenavn
brugernavn|vorname|nachname|familienname|zuname|geburtsname|rufname|vollstandigername|kundenname|benutzername
nutzername|ansprechpartner|kontoinhaber|karteninhaber|vorundnachname|ehename|kontoinhaberin|karteninhaberin
ansprechpartnerin|namedeskunden|namederkundin|επωνυμο|επιθετο|ονοματεπωνυμο|ονομαχρηστη|nickname|legalname
preferredname|maidenname|sendername|recipientname|nameoncard|payername|payeename|beneficiaryname|passengername
guestname|studentname|accountholdername|apellido|apellidos|primerapellido|segundoapellido|nombrecompleto
primernombre|nombredepila|nombreyapellidos|nombredeusuario|titular|nombredeltitular|nombrecliente|nombredelcliente
nombreusuario|apellidopaterno|apellidomaterno|eesnimi|perekonnanimi|perenimi|taisnimi|kasutajanimi|نامخانوادگی
نامکامل|نامکاربری|etunimi|sukunimi|kokonimi|kayttajatunnus|kayttajanimi|prenom|prenoms|nomdefamille|nometprenom
nomdenaissance|nomdusage|nomdutilisateur|nomutilisateur|titulaire|nomclient|nomduclient|nomdupatient|nomfamille
nomdejeunefille|nomdelutilisateur|שםפרטי|שםמשפחה|שםמלא|שםמשתמש|पूरानाम|उपनाम|कुलनाम|उपयोगकर्तानाम|prezime
imeiprezime|korisnickoime|punoime|vezeteknev|keresztnev|csaladnev|utonev|teljesnev|felhasznalonev|ազգանուն
namalengkap|namadepan|namabelakang|namapengguna|namapelanggan|fornafn|eftirnafn|fulltnafn|notandanafn|cognome
nomecompleto|nomeecognome|nomeutente|intestatario|nominativo|nomecliente|氏名|姓名|お名前|フルネーム|苗字|名字|フリガナ|ふりがな|ユーザー名|ユーザ名
顧客名|გვარი|სახელიდაგვარი|성명|성함|고객명|사용자명|사용자이름|예금주|pavarde|vardasirpavarde|vartotojovardas|uzvards|vardsuzvards
lietotajvards|namapenuh|namapertama|namakeluarga|etternavn|fulltnavn|brukernavn|voornaam|achternaam|familienaam
volledigenaam|klantnaam|gebruikersnaam|rekeninghouder|imie|nazwisko|imieinazwisko|pelneimie|nazwauzytkownika
nazwiskopanienskie|sobrenome|apelido|primeironome|ultimonome|nomedocliente|nomedeusuario|nomedotitular|nomedamae
nomemae|nomedopai|prenume|numedefamilie|numecomplet|numelecomplet|numesiprenume|numeutilizator|отчество|фио
полноеимя|имяпользователя|имяклиента|фамилияимяотчество|priezvisko|celemeno|krstnemeno|pouzivatelskemeno|priimek
imeinpriimek|polnoime|uporabniskoime|mbiemri|mbiemer|emriiplote|имеипрезиме|корисничкоиме|fornamn|efternamn
fullstandigtnamn|tilltalsnamn|anvandarnamn|kundnamn|jinakamili|jinalakwanza|jinalaukoo|முழுபெயர்|ชื่อนามสกุล|นามสกุล
ชื่อเต็ม|ชื่อจริง|ชื่อผู้ใช้|soyadi|soyad|soyisim|adisoyadi|adsoyad|tamad|isimsoyisim|kullaniciadi|musteriadi
прізвище|побатькові|піб|повнеімя|імякористувача|پورانام|hovaten|hoten|tendaydu|tenkhachhang|tennguoidung|真实姓名|真名
客户姓名|用户姓名|用户名|收件人|收货人|持卡人|联系人|真實姓名|收件人姓名|使用者名稱|聯絡人|姓氏"""

PEOPLE_ACCENTED = """\
"""

PEOPLE_UNSPACED = """\
氏名|姓名|お名前|フルネーム|苗字|名字|フリガナ|ふりがな|ユーザー名|ユーザ名|顧客名|성명|성함|고객명|사용자명|사용자이름|예금주|ชื่อนามสกุล|นามสกุล|ชื่อเต็ม|ชื่อจริง
ชื่อผู้ใช้|真实姓名|真名|客户姓名|用户姓名|用户名|收件人|收货人|持卡人|联系人|真實姓名|收件人姓名|使用者名稱|聯絡人|姓氏"""

NAMES = """\
الاسم|اسم|име|নাম|jmeno|navn|ονομα|nombre|nombres|nimi|نام|nom|noms|nome|שם|नाम|ime|անուն|nama|nafn|名前|姓|名|სახელი|이름
vardas|vards|नाव|naam|nume|numele|имя|meno|emri|namn|பெயர்|ชื่อ|isim|ismi|імя|名字"""

NAMES_ACCENTED = """\
nev|ten"""

NAMES_UNSPACED = """\
名前|姓|名|이름|ชื่อ|名字"""

ADDRESSES = """\
العنوان|عنوانالسكن|عنوانالمنزل|الرمزالبريدي|адрес|пощенскикод|ঠিকানা|adreca|codipostal|adresa|bydliste
postovnismerovacicislo|ulice|adresse|bopael|gadenavn|vej|anschrift|wohnanschrift|postanschrift|lieferadresse
rechnungsadresse|lieferanschrift|rechnungsanschrift|wohnort|strasse|hausnummer|strasseundhausnummer|postleitzahl|plz
strassenr|strasseundnr|strassehausnummer|διευθυνση|ταχυδρομικοσκωδικασ|οδοσ|residentialaddress|deliveryaddress
mailingaddress|homeaddress|postaladdress|billingaddress|shippingaddress|streetname|direccion|domicilio
direccionpostal|direcciondeenvio|direcciondefacturacion|calle|codigopostal|calleynumero|aadress|postiindeks|elukoht
نشانی|آدرس|کدپستی|osoite|katuosoite|kotiosoite|postiosoite|postinumero|lahiosoite|adressepostale|adressedelivraison
adressedefacturation|domicile|codepostal|rue|כתובת|רחוב|מיקוד|पता|डाकपता|पिनकोड|postanskibroj|prebivaliste|lakcim
szallitasicim|iranyitoszam|հասցե|alamat|alamatrumah|alamatpengiriman|kodepos|heimilisfang|postnumer|indirizzo
indirizzodispedizione|indirizzodifatturazione|residenza|codicepostale|住所|現住所|自宅住所|配送先|届け先住所|郵便番号|番地|მისამართი|주소
도로명주소|집주소|배송지|배송주소|우편번호|adresas|pastokodas|adrese|pastaindekss|адреса|gateadresse|postnummer|adres|woonadres
straatnaam|straat|huisnummer|afleveradres|factuuradres|woonplaats|ulica|adreszamieszkania|kodpocztowy|adresdostawy
endereco|cep|morada|logradouro|rua|enderecodeentrega|strada|codpostal|domiciliu|адресдоставки|улица|почтовыииндекс
адреспроживания|местожительства|домашнииадрес|bydlisko|postovesmerovaciecislo|postnastevilka|naslovprejemnika
поштанскиброј|adress|gatuadress|hemadress|postadress|முகவரி|ที่อยู่|รหัสไปรษณีย์|ถนน|adresi|postakodu|sokak|evadresi
teslimatadresi|adressatiri|вулиця|поштовииіндекс|پتہ|diachi|diachinha|mabuuchinh|地址|住址|家庭住址|收货地址|详细地址|通讯地址|邮编|邮政编码
街道|收件地址|郵遞區號|通訊地址"""

ADDRESSES_ACCENTED = """\
cim"""

ADDRESSES_UNSPACED = """\
住所|現住所|自宅住所|配送先|届け先住所|郵便番号|番地|주소|도로명주소|집주소|배송지|배송주소|우편번호|ที่อยู่|รหัสไปรษณีย์|ถนน|地址|住址|家庭住址|收货地址|详细地址|通讯地址|邮编|邮政编码
街道|收件地址|郵遞區號|通訊地址"""

BIRTHS = """\
تاريخالميلاد|تاريخالولادة|датанараждане|рожденадата|জন্মতারিখ|datadenaixement|datumnarozeni|fodselsdato|fodselsdag
foedselsdato|geburtsdatum|geburtstag|gebdatum|ημερομηνιαγεννησησ|fechadenacimiento|fechanacimiento|fecnac|fechanac
sunniaeg|sunnikuupaev|تاریختولد|syntymaaika|syntymapaiva|datedenaissance|datenaissance|תאריךלידה|जन्मतिथि|जन्मतारीख
datumrodenja|datumrodjenja|szuletesidatum|szuletesiido|tanggallahir|tgllahir|faedingardagur|datadinascita
datanascita|生年月日|誕生日|생년월일|생일|gimimodata|dzimsanasdatums|tarikhlahir|geboortedatum|dataurodzenia|datadenascimento
datanascimento|datanasc|datanasterii|datadenastere|датарождения|деньрождения|datumnarodenia|datumrojstva|датумрођења
fodelsedatum|fodelsedag|วันเกิด|วันเดือนปีเกิด|dogumtarihi|датанародження|ngaysinh|出生日期|生日|出生年月日|出生年月"""

BIRTHS_ACCENTED = """\
"""

BIRTHS_UNSPACED = """\
生年月日|誕生日|생년월일|생일|วันเกิด|วันเดือนปีเกิด|出生日期|生日|出生年月日|出生年月"""

PHONES = """\
هاتف|الهاتف|رقمالهاتف|جوال|الجوال|رقمالجوال|موبايل|محمول|رقمالمحمول|تلفون|телефон|мобилен|телефоненномер|джиесем
মোবাইল|ফোন|মোবাইলনম্বর|telefon|mobil|telefonnicislo|cislotelefonu|telefonnummer|mobilnummer|tlf|rufnummer|handy
handynummer|mobilfunknummer|festnetz|telefax|ruckruf|ruckrufnummer|mobiltelefon|handynr|mobilnr|telefonnr
festnetznummer|rufnr|faxnummer|telefaxnummer|τηλεφωνο|κινητο|αριθμοστηλεφωνου|τηλ|κιν|telefono|movil|celular
numerodetelefono|telefonomovil|telefonofijo|mobiil|telefoninumber|تلفن|موبایل|شمارهتلفن|شمارهموبایل|تلفنهمراه|همراه
puhelin|puhelinnumero|matkapuhelin|kannykka|puh|telephone|portable|numerodetelephone|telephoneportable|telecopie
טלפון|נייד|מספרטלפון|פלאפון|סלולרי|मोबाइल|फ़ोन|फोन|मोबाइलनंबर|फ़ोननंबर|फोननंबर|दूरभाष|mobitel|brojtelefona
brojmobitela|telefonszam|mobilszam|telepon|nomortelepon|notelepon|nomorhp|nohp|handphone|ponsel|telp|simi|simanumer
farsimi|cellulare|numeroditelefono|recapitotelefonico|telefonofisso|電話番号|電話|携帯|携帯番号|携帯電話|携帯電話番号|連絡先|固定電話|ტელეფონი
მობილური|휴대폰|전화번호|전화|휴대전화|핸드폰|휴대폰번호|연락처|telefonas|telefononumeris|mobilusis|talrunis|talrunanumurs|mobilais|मोबाईल
भ्रमणध्वनी|nombortelefon|telefonbimbit|telefoon|telefoonnummer|mobiel|mobielnummer|gsmnummer|gsm|06nummer
numertelefonu|komorka|nrtelefonu|telefonkomorkowy|telkom|telefone|telemovel|numerodetelefone|telefonecelular
telefonefixo|numardetelefon|numartelefon|telefonmobil|тел|номертелефона|мобильныи|мобильныителефон|сотовыи|моб
телефоны|telefonnecislo|telefonskastevilka|telefoni|celulari|мобилни|бројтелефона|mobilni|nambariyasimu|தொலைபேசி
கைபேசி|மொபைல்|ఫోన్|మొబైల్|โทรศัพท์|เบอร์โทร|เบอร์โทรศัพท์|มือถือ|เบอร์มือถือ|หมายเลขโทรศัพท์|โทร|ceptelefonu
telefonnumarasi|gsmno|telefonno|номертелефону|мобільнии|فون|موبائل|فوننمبر|sodienthoai|dienthoai|didong|sdt|手机号|手机号码
手机|电话|电话号码|联系电话|移动电话|座机|手機|手機號碼|電話號碼|聯絡電話|行動電話"""

PHONES_ACCENTED = """\
tel|sdt"""

PHONES_UNSPACED = """\
電話番号|電話|携帯|携帯番号|携帯電話|携帯電話番号|連絡先|固定電話|휴대폰|전화번호|전화|휴대전화|핸드폰|휴대폰번호|연락처|โทรศัพท์|เบอร์โทร|เบอร์โทรศัพท์|มือถือ
เบอร์มือถือ|หมายเลขโทรศัพท์|โทร|手机号|手机号码|手机|电话|电话号码|联系电话|移动电话|座机|手機|手機號碼|電話號碼|聯絡電話|行動電話"""

PASSWORDS = """\
كلمةالمرور|كلمةمرور|كلمةالسر|كلمهالمرور|كلمهالسر|الرقمالسري|رمزالمرور|sifre|parol|пароль|парола|পাসওয়ার্ড
contrasenya|parauladepas|heslo|noveheslo|adgangskode|kodeord|passwort|kennwort|losungswort|zugangscode
netzwerkschlussel|wlanschlussel|κωδικοσπροσβασησ|κωδικοσ|συνθηματικο|contrasena|clavedeacceso|clavesecreta
clavedeusuario|palabradepaso|claveacceso|parool|salasona|pasahitza|رمزعبور|گذرواژه|کلمهعبور|رمزورود|salasana
tunnussana|salasananvahvistus|kontrasenyas|motdepasse|motsdepasse|mdp|motpasse|codedacces|pasfhocal|contrasinal
પાસવર્ડ|סיסמה|סיסמא|ססמה|ססמא|पासवर्ड|कूटशब्द|lozinka|zaporka|jelszo|ujjelszo|գաղտնաբառ|katasandi|sandi|lykilord
adgangsord|paroladordine|paroladiaccesso|paroladaccesso|chiavediaccesso|codicesegreto|chiavesegreta|パスワード|暗証番号
パスフレーズ|パスコード|合言葉|პაროლი|құпиясөз|ពាក្យសម្ងាត់|ಪಾಸ್ವರ್ಡ್|ಗುಪ್ತಪದ|비밀번호|패스워드|암호|비번|ລະຫັດຜ່ານ|slaptazodis|parole|лозинка
പാസ്വേഡ്|രഹസ്യവാക്ക്|нууцүг|संकेतशब्द|katalaluan|စကားဝှက်|passord|गोप्यशब्द|wachtwoord|toegangscode|ਪਾਸਵਰਡ|haslo
nowehaslo|senha|novasenha|palavrapasse|contrasenha|codigodeacesso|parola|parolanoua|parolaveche|кодовоеслово|මුරපදය
geslo|fjalekalimi|fjalekalim|losenord|nenosiri|nywila|கடவுச்சொல்|పాస్వర్డ్|รหัสผ่าน|รหัสลับ|yenisifre|sifresi
parolasi|پاسورڈ|парол|matkhau|密码|口令|密碼|登录密码|登入密碼|支付密码|通行碼|كلمةالمرورالجديدة|كلمةالمرورالحالية|كلمةالمرورالقديمة
heslonove|hesloznovu|heslouzivatele|adgangskodeny|adgangskodeigen|passwortneu|passwortalt|passwortaktuell
passwortbestatigen|passwortbestatigung|passwortwiederholen|passwortwiederholung|κωδικοσεπιβεβαιωση|contrasenaactual
contrasenanueva|contrasenaanterior|contrasenausuario|contrasenadeusuario|contrasenadelusuario|salasanauudelleen
motdepasseactuel|motdepasseutilisateur|סיסמהחדשה|סיסמהישנה|סיסמהנוכחית|jelszoujra|jelszoismet|katasandibaru
katasandilama|パスワード確認|パスワード確認用|パスワード再入力|비밀번호확인|비밀번호재입력|passordigjen|passordgjenta|wachtwoordnieuw|wachtwoordhuidig
wachtwoordbevestigen|wachtwoordbevestiging|wachtwoordherhalen|haslonowe|haslopowtorz|haslouzytkownika|senhaatual
senhanova|senhaantiga|senhausuario|senhadousuario|parolautilizator|парольновыи|парольстарыи|парольповтор
парольподтверждение|парольпользователя|парольбд|losenordnytt|losenordigen|losenordbekrafta|รหัสผ่านใหม่|รหัสผ่านเดิม
sifreyeni|sifretekrar|sifreeski|парольновии|паролькористувача|matkhaumoi|matkhaucu|matkhauhientai|密码确认|密码重复"""

PASSWORDS_ACCENTED = """\
"""

PASSWORDS_UNSPACED = """\
パスワード|暗証番号|パスフレーズ|パスコード|合言葉|ពាក្យសម្ងាត់|비밀번호|패스워드|암호|비번|ລະຫັດຜ່ານ|စကားဝှက်|รหัสผ่าน|รหัสลับ|密码|口令|密碼|登录密码|登入密碼|支付密码
通行碼|パスワード確認|パスワード確認用|パスワード再入力|비밀번호확인|비밀번호재입력|รหัสผ่านใหม่|รหัสผ่านเดิม|密码确认|密码重复"""

CODES = """\
رمزالتحقق|رمزالتأكيد|كودالتحقق|overovacikod|bezpecnostnikod|bekraeftelseskode|engangskode|κωδικοσεπαληθευσησ
vahvistuskoodi|kertakayttokoodi|קודאימות|קודהאימות|सत्यापनकोड|ओटीपी|megerositokod|ellenorzokod|kodeverifikasi
kodeotp|認証コード|確認コード|認証番号|ワンタイムパスワード|인증번호|인증코드|보안코드|bekreftelseskode|bevestigingscode|inlogcode|kodweryfikacyjny
kodsms|coddeverificare|кодподтверждения|проверочныикод|одноразовыикод|одноразовыипароль|verifieringskod|engangskod
รหัสยืนยัน|dogrulamakodu|onaykodu|кодпідтвердження|maxacnhan|maxacthuc|maotp|验证码|驗證碼|校验码|动态码|动态密码"""

CODES_ACCENTED = """\
"""

CODES_UNSPACED = """\
認証コード|確認コード|認証番号|ワンタイムパスワード|인증번호|인증코드|보안코드|รหัสยืนยัน|验证码|驗證碼|校验码|动态码|动态密码"""
