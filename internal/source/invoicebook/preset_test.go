package invoicebook_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/invoicebook"
)

const (
	quanliangLines = "序号,发票代码,发票号码,数电发票号码,销方识别号,销方名称,购方识别号,购买方名称,开票日期,税收分类编码,特定业务类型,货物或应税劳务名称,规格型号,单位,数量,单价,金额,税率,税额,价税合计,发票来源,发票票种,发票状态,是否正数发票,发票风险等级,开票人,备注"
	quanliangBasic = "序号,发票代码,发票号码,数电发票号码,销方识别号,销方名称,购方识别号,购买方名称,开票日期,金额,税额,价税合计,发票来源,发票票种,发票状态,是否正数发票,发票风险等级,开票人,备注"
	xeroExport     = "ContactName,EmailAddress,POAddressLine1,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,InventoryItemCode,Description,Quantity,UnitAmount,Discount,LineAmount,AccountCode,TaxType,TaxAmount,TrackingName1,TrackingOption1,Currency,Type,Sent,Status"
	xeroTemplate   = "*ContactName,EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,PORegion,POPostalCode,POCountry,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2,Currency,BrandingTheme"
	quickbooks     = "InvoiceNo,Customer,InvoiceDate,DueDate,Terms,Location,Memo,Item(Product/Service),ItemDescription,ItemQuantity,ItemRate,ItemAmount,Currency,Service Date"
	waveHeader     = "Transaction ID,Transaction Date,Account Name,Transaction Description,Transaction Line Description,Amount (One column), ,Debit Amount (Two Column Approach),Credit Amount (Two Column Approach),Other Accounts for this Transaction,Customer,Vendor,Invoice Number,Bill Number,Notes / Memo,Amount Before Sales Tax,Sales Tax Amount,Sales Tax Name,Transaction Date Added,Transaction Date Last Modified,Account Group,Account Type,Account ID"
)

func TestPresetsReadWhatTheirProgramsExport(t *testing.T) {
	tests := []struct {
		preset string
		in     string
		opts   invoicebook.Options
		want   []string
	}{
		{preset: "plain", in: "invoice_number,customer_name,customer_tax_id,customer_ref,customer_email,issue_date,service_from,service_until,item_code,description,project,account_code,category,provider,quantity,unit_price,currency,net,tax\n" +
			"1,A,,,,2025-01-31,2025-01-01,2025-02-01,X,Work,P,4000,build,aws,2,50,EUR,100,19\n",
			want: []string{"2 1 A 2025-01-31 net 100 tax 19 EUR 2025-01-01..2025-02-01", "total EUR 1 net 100 tax 19"}},
		{preset: "xero", in: xeroExport + "\n" +
			"A,a@a.example,,INV-1,,31/01/2025,28/02/2025,330.00,30.00,0,330.00,,Design,2,100,,200.00,200,GST,20.00,,,NZD,Sales invoice,Sent,Paid\n" +
			"A,a@a.example,,INV-1,,31/01/2025,28/02/2025,330.00,30.00,0,330.00,,Only words,,,,,,,,,,NZD,Sales invoice,Sent,Paid\n" +
			"A,a@a.example,,INV-1,,31/01/2025,28/02/2025,330.00,30.00,0,330.00,,Build,1,100,,100.00,200,GST,10.00,,,NZD,Sales invoice,Sent,Paid\n" +
			"B,,,INV-2,,01/02/2025,28/02/2025,115.00,15.00,0,115.00,,With tax in it,1,115,,115.00,200,GST,15.00,,,NZD,Sales invoice,Sent,Awaiting Payment\n" +
			"B,,,INV-3,,01/02/2025,28/02/2025,115.00,15.00,0,115.00,,Gone,1,100,,100.00,200,GST,15.00,,,NZD,Sales invoice,,Voided\n" +
			"B,,,CN-1,,02/02/2025,28/02/2025,-57.50,-7.50,0,0,,Back,1,-50,,-50.00,200,GST,-7.50,,,NZD,Sales credit note,,Paid\n",
			want: []string{"2 INV-1 A 2025-01-31 net 200 tax 20 NZD", "4 INV-1 A 2025-01-31 net 100 tax 10 NZD", "5 INV-2 B 2025-02-01 net 100 tax 15 NZD",
				"7 CN-1 B 2025-02-02 net -50 tax -7.5 NZD credit_note", "finding invoicebook.skipped_void 1 B | INV-3 | 01/02/2025 | 28/02/2025",
				"finding invoicebook.skipped_text 1 A | a@a.example | INV-1 | 31/01/2025", "total NZD 4 net 350 tax 37.5 stated 387.5 of 3 difference 0"}},
		{preset: "xero", in: xeroTemplate + "\n" +
			"A,,,,,,,,,,INV-1,,2025-01-31,2025-02-28,,Design,1.5,1000,10,200,GST,,,,,EUR,\n",
			want: []string{"2 INV-1 A 2025-01-31 net 1350 tax 0 EUR", "total EUR 1 net 1350 tax 0"}},
		{preset: "quickbooks", in: quickbooks + "\n" +
			"1001,A,01/31/2025,03/02/2025,Net 30,,,Managed services,January,1,\"1,500.00\",\"1,500.00\",USD,01/31/2025\n" +
			",,,,,,,Migration,Wave 1,2,100,200,,\n",
			want: []string{"2 1001 A 2025-01-31 net 1500 tax 0 USD 2025-01-31..2025-02-01", "3 1001 A 2025-01-31 net 200 tax 0 USD", "total USD 2 net 1700 tax 0"}},
		{preset: "quickbooks", in: strings.NewReplacer("InvoiceNo", "*InvoiceNo", "Customer,", "*Customer,", "InvoiceDate", "*InvoiceDate", "ItemAmount", "*ItemAmount").Replace(quickbooks) + "\n" +
			"1001,A,1/31/2025,3/2/2025,,,,X,Y,1,5,5,USD,\n",
			want: []string{"2 1001 A 2025-01-31 net 5 tax 0 USD", "total USD 1 net 5 tax 0"}},
		{preset: "zoho", in: "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer Name,Company Name,Customer ID,Currency Code,Discount Type,Entity Discount Percent,Entity Discount Amount,Item Name,Item Desc,Quantity,Item Price,Discount Amount,Item Total,Item Tax Amount,SubTotal,Total,Shipping Charge,Adjustment,Project Name\n" +
			"2025-01-28,1,INV-1,Sent,H,Highlander Ltd,73,USD,entity_level,10,10.00,Build,Server,2,25,0,50.00,0,100,95,5.00,0,\n" +
			"2025-01-28,1,INV-1,Sent,H,Highlander Ltd,73,USD,entity_level,10,10.00,Run,,1,50,0,50.00,0,100,95,5.00,0,\n" +
			"2025-01-29,2,INV-2,Draft,H,Highlander Ltd,73,USD,item_level,0,0,Run,,1,50,0,50.00,0,50,50,0,0,\n",
			want: []string{"2 INV-1 Highlander Ltd 2025-01-28 net 45 tax 0 USD", "3 INV-1 Highlander Ltd 2025-01-28 net 45 tax 0 USD",
				"finding invoicebook.skipped_draft 1 2025-01-29 | 2 | INV-2 | Draft", "total USD 2 net 90 tax 0 stated 90 of 1 difference 0"}},
		{preset: "wave", in: waveHeader + "\n" +
			"11,2025-01-28,Sales,M - 2,M - 2 - Repair,294.00,,,294.00,Accounts Receivable,M,,2,,,294.00,,,2025-01-28,2025-01-28,Income,Income,\n" +
			"11,2025-01-28,Accounts Receivable,M - 2,M - 2,294.00,,294.00,,Sales,M,,2,,,294.00,,,2025-01-28,2025-01-28,Asset,System Receivable Invoice,\n" +
			"12,2025-01-29,Cash on Hand,Invoice Payment,Invoice Payment,294.00,,294.00,,Accounts Receivable,,,,,,294.00,,,2025-01-28,2025-01-28,Asset,Cash and Bank,\n",
			opts: invoicebook.Options{Currency: "USD"},
			want: []string{"2 2 M 2025-01-28 net 294 tax 0 USD", "finding invoicebook.skipped_ledger 2 11 | 2025-01-28 | Accounts Receivable | M - 2", "total USD 1 net 294 tax 0"}},
		{preset: "freshbooks", in: "Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Item Name,Item Description,Rate,Quantity,Discount Percentage,Line Subtotal,Tax 1 Type,Tax 1 Amount,Tax 2 Type,Tax 2 Amount,Line Total,Currency\n" +
			"X,0000001,2025-01-28,sent,,Repair,Paint,65.00,10.00000000,0.0000,650.00,GST,65.00,PST,32.50,747.50,CAD\n",
			want: []string{"2 0000001 X 2025-01-28 net 650 tax 97.5 CAD", "total CAD 1 net 650 tax 97.5"}},
		{preset: "invoiceninja", in: "Client Name,Invoice Number,Invoice Status,Invoice Date,Client Currency,Item Product,Item Notes,Item Cost,Item Quantity,Item Discount,Item Line Total\n" +
			"C,0042,Sent,28/Jan/2025,EUR,P,N,50,2,10,90\nC,0043,Sent,2025-01-28,EUR,P,N,50,2,10,90\nC,0044,Draft,2025-01-28,EUR,P,N,50,2,10,90\n",
			want: []string{"3 0043 C 2025-01-28 net 90 tax 0 EUR", `reject 2 source.date_malformed "Invoice Date" "28/Jan/2025"`,
				"finding invoicebook.skipped_draft 1 C | 0044 | Draft | 2025-01-28", "total EUR 1 net 90 tax 0"}},
		{preset: "odoo", in: "Number,Invoice Partner Display Name,Invoice/Bill Date,Currency,Untaxed Amount,Invoice lines/Product,Invoice lines/Label,Invoice lines/Quantity,Invoice lines/Unit Price,Invoice lines/Subtotal,Status\n" +
			"INV/2025/00001,A,2025-01-28,EUR,150,P,Design,1,100,100,Posted\n,,,,,P,Build,1,50,50,\nRINV/2025/00001,A,2025-01-30,EUR,20,P,Back,1,20,20,Posted\nBILL/2025/01/0001,V,2025-01-30,EUR,9,P,Paper,1,9,9,Posted\n",
			want: []string{"2 INV/2025/00001 A 2025-01-28 net 100 tax 0 EUR", "3 INV/2025/00001 A 2025-01-28 net 50 tax 0 EUR",
				"4 RINV/2025/00001 A 2025-01-30 net -20 tax 0 EUR credit_note", "finding invoicebook.skipped_purchase 1 BILL/2025/01/0001 | V | 2025-01-30 | EUR",
				"total EUR 3 net 130 tax 0 stated 130 of 2 difference 0"}},
		{preset: "odoo-invoices", in: "Number,Invoice Partner Display Name,Invoice/Bill Date,Currency,Untaxed Amount Signed,Tax Signed,Total Signed,Status\n" +
			"INV/2025/00001,A,2025-01-28,EUR,150,28.50,178.50,Posted\nRINV/2025/00001,A,2025-01-30,EUR,-20,-3.80,-23.80,Posted\n",
			want: []string{"2 INV/2025/00001 A 2025-01-28 net 150 tax 28.5 EUR", "3 RINV/2025/00001 A 2025-01-30 net -20 tax -3.8 EUR credit_note", "total EUR 2 net 130 tax 24.7"}},
		{preset: "stripe", in: "id,Amount Due,Amount Paid,Currency,Customer,Customer Email,Customer Name,Date (UTC),Finalized At (UTC),Minimum Line Item Period Start (UTC),Maximum Line Item Period End (UTC),Number,Status,Subtotal,Tax,Total,Total Discount Amount\n" +
			"in_1,119.00,119.00,eur,cus_1,a@a.example,A,2025-01-01 09:30,2025-01-01 10:30,2025-01-01 09:30,2025-02-01 09:30,ABC-1,paid,110.00,19.00,119.00,10.00\nin_2,5,0,eur,cus_1,a@a.example,A,2025-01-01 09:30,,,,,draft,5,0,5,0\n",
			want: []string{"2 ABC-1 A 2025-01-01 net 100 tax 19 EUR 2025-01-01..2025-02-01", "finding invoicebook.skipped_draft 1 in_2 | 5 | 0 | eur", "total EUR 1 net 100 tax 19"}},
		{preset: "quanliang", in: quanliangLines + "\n" +
			"1,,,25332000000012345678,9133,甲,91530000291993988P,云南客户公司,2025-02-11 12:00:00,3040203000000000000,,*技术服务*平台服务,,项,1,100,100.00,6%,6.00,106.00,电子发票服务平台,数电发票（普通发票）,正常,是,正常,张,\n" +
			"2,,,25332000000012345679,9133,甲,91530000291993988P,云南客户公司,2025-02-12 12:00:00,3040203000000000000,,*技术服务*平台服务,,项,-1,100,-40.00,6%,-2.40,-42.40,电子发票服务平台,数电发票（普通发票）,正常,否,正常,张,\n" +
			"3,033001,5001,,9133,甲,91530000291993988P,云南客户公司,2025-02-12 12:00:00,,,*信息技术服务*运维,,,,,10.00,免税,-,10.00,,,正常,是,,张,\n" +
			"4,,,25332000000012345680,9133,甲,91530000291993988P,云南客户公司,2025-02-12 12:00:00,,,x,,,,,10.00,6%,0.60,10.60,,,已作废,是,,张,\n" +
			"合计,,,-,,,,,,,,,,,,,70.00,,3.60,73.60,,,,,,,\n",
			want: []string{"2 25332000000012345678 云南客户公司 2025-02-11 net 100 tax 6 CNY", "3 25332000000012345679 云南客户公司 2025-02-12 net -40 tax -2.4 CNY credit_note",
				"4 033001-5001 云南客户公司 2025-02-12 net 10 tax 0 CNY", "finding invoicebook.skipped_total 1 合计 | - | 70.00 | 3.60",
				"finding invoicebook.skipped_void 1 4 | 25332000000012345680 | 9133 | 甲", "total CNY 3 net 70 tax 3.6"}},
		{preset: "quanliang", in: strings.Replace(quanliangLines, "数电发票号码", "全电发票号码", 1) + "\n" +
			"1,,,25332000000012345678,9133,甲,9153,客户,2024/2/11,,,*技术服务*平台服务,,项,1,100,100.00,6%,6.00,106.00,,,正常,是,正常,张,\n",
			want: []string{"2 25332000000012345678 客户 2024-02-11 net 100 tax 6 CNY", "total CNY 1 net 100 tax 6"}},
		{preset: "quanliang-invoices", in: quanliangBasic + "\n" +
			"1,,,25332000000012345678,9133,甲,9153,客户,2025-02-11 12:00:00,100.00,6.00,106.00,,,正常,是,正常,张,\n合计,,,,,,,,,100.00,6.00,106.00,,,,,,,\n",
			want: []string{"2 25332000000012345678 客户 2025-02-11 net 100 tax 6 CNY", "finding invoicebook.skipped_total 1 合计 | 100.00 | 6.00 | 106.00", "total CNY 1 net 100 tax 6"}},
	}
	seen := map[string]bool{}
	for _, tt := range tests {
		seen[tt.preset] = true
		t.Run(tt.preset, func(t *testing.T) {
			book := read(t, file(t, "book.csv", []byte(tt.in)), tt.opts)
			if book.Files[0].Preset != tt.preset {
				t.Errorf("read as %s", book.Files[0].Preset)
			}
			expect(t, book, tt.want...)
		})
	}
	for _, m := range invoicebook.Presets() {
		if !seen[m.Name] {
			t.Errorf("preset %s has no example", m.Name)
		}
		for _, lang := range []string{"en", "zh-CN"} {
			if m.Title[lang] == "" {
				t.Errorf("preset %s has no title in %s", m.Name, lang)
			}
		}
		found, text, err := invoicebook.FindPreset(m.Name)
		if err != nil || found.Name != m.Name || !strings.Contains(text, "detect:") {
			t.Errorf("%s: %v", m.Name, err)
		}
	}
	if _, _, err := invoicebook.FindPreset("sage"); fault.CodeOf(err) != "invoicebook.preset_unknown" {
		t.Error(err)
	}
}

func TestQuanliangFieldsGoWhereRulesLookForThem(t *testing.T) {
	in := quanliangLines + "\n1,,,25332000000012345678,9133,甲, 9153 0000 ,客户,2025-02-11 12:00:00,3040203000000000000,,*技术服务*平台服务,,项,1,100,100.00,6%,6.00,106.00,,,正常,是,正常,张,合同A\n"
	l := read(t, file(t, "b.csv", []byte(in)), invoicebook.Options{}).Lines[0]
	got := []string{l.CategoryCode, l.ItemCode, l.Description, l.CustomerTaxID, l.Project, l.LineID, l.Quantity.String(), l.UnitPrice.String()}
	if diff := cmp.Diff([]string{"技术服务", "3040203000000000000", "*技术服务*平台服务", "91530000", "合同A", "1", "1", "100"}, got); diff != "" {
		t.Error(diff)
	}
}

func cells(csv string) []any {
	var out []any
	for _, c := range strings.Split(csv, ",") {
		out = append(out, c)
	}
	return out
}

func quanliangBook(t *testing.T, basicTotal string) []byte {
	line := func(no, number, amount, tax string) []any {
		return cells(no + ",,," + number + ",9133,甲,9153,客户,2025-02-11 12:00:00,304,,*技术服务*平台服务,,项,1,1," + amount + ",6%," + tax + ",0,,,正常,是,正常,张,")
	}
	basic := func(no, number, amount, tax string) []any {
		return cells(no + ",,," + number + ",9133,甲,9153,客户,2025-02-11 12:00:00," + amount + "," + tax + ",0,,,正常,是,正常,张,")
	}
	return workbook(t,
		sheet{"发票基础信息", [][]any{cells(quanliangBasic), basic("1", "25332000000012345678", basicTotal, "9.00"),
			basic("2", "25332000000012345999", "7.00", "0.42"), cells("合计,,,-,,,,,-," + basicTotal)}},
		sheet{"信息汇总表", [][]any{cells(quanliangLines), line("1", "25332000000012345678", "100.00", "6.00"), line("2", "25332000000012345678", "50.00", "3.00")}},
		sheet{"建筑服务", [][]any{cells("序号,数电发票号码,建筑服务发生地")}})
}

func TestTheWorkbooksTwoSheetsCheckEachOther(t *testing.T) {
	book := read(t, file(t, "q.xlsx", quanliangBook(t, "150.00")), invoicebook.Options{})
	expect(t, book,
		"3 25332000000012345999 客户 2025-02-11 net 7 tax 0.42 CNY",
		"2 25332000000012345678 客户 2025-02-11 net 100 tax 6 CNY", "3 25332000000012345678 客户 2025-02-11 net 50 tax 3 CNY",
		"finding invoicebook.sheet_ignored 1 建筑服务", "finding invoicebook.invoice_without_lines 1 25332000000012345999",
		"finding invoicebook.skipped_total 1 合计 | - | - | 150.00",
		"total CNY 3 net 157 tax 9.42 stated 150 of 1 difference 0")
	if len(book.Files) != 2 || book.Files[1].Sheet != "信息汇总表" || book.Lines[1].File != book.Files[1].Name || !strings.HasSuffix(book.Lines[1].File, "q.xlsx#信息汇总表") {
		t.Errorf("%+v", book.Files)
	}
	book = read(t, file(t, "q.xlsx", quanliangBook(t, "149.99")), invoicebook.Options{})
	var differs bool
	for _, f := range book.Findings {
		differs = differs || f.Rule == "invoicebook.total_differs" && f.Example == "25332000000012345678: 150 / 149.99"
	}
	if !differs || !book.Totals[0].Difference.Equal(money.MustParse("0.01")) {
		t.Errorf("%v", show(book))
	}
}

func TestTheTwoSheetsSavedAsTwoCSVsDoNotCountTwice(t *testing.T) {
	lines := file(t, "信息汇总表.csv", []byte(quanliangLines+"\n1,,,25332000000012345678,9133,甲,9153,客户,2025-02-11 12:00:00,304,,x,,项,1,1,100.00,6%,6.00,0,,,正常,是,正常,张,\n"))
	basic := file(t, "发票基础信息.csv", []byte(quanliangBasic+"\n1,,,25332000000012345678,9133,甲,9153,客户,2025-02-11 12:00:00,100.00,6.00,106.00,,,正常,是,正常,张,\n"))
	for _, entries := range [][]source.Entry{append(lines[:1:1], basic...), append(basic[:1:1], lines...)} {
		book := read(t, entries, invoicebook.Options{})
		if !net(book).Equal(money.NewInt(100)) || book.Totals[0].StatedInvoices != 1 || !book.Totals[0].Difference.IsZero() {
			t.Errorf("%v", show(book))
		}
	}
}

func TestARealHeaderInEveryEncoding(t *testing.T) {
	root := os.Getenv("SEVENFOLD_CORPUS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	paths, _ := filepath.Glob(filepath.Join(root, "invoices", "cn-quanliang-*.csv"))
	if len(paths) == 0 {
		t.Skip("no corpus of third-party files: set SEVENFOLD_CORPUS")
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes(text)
		if err != nil {
			t.Fatal(err)
		}
		var packed bytes.Buffer
		z := zip.NewWriter(&packed)
		member, _ := z.Create("2026/二月.csv")
		_, _ = member.Write(gbk)
		_ = z.Close()
		for name, content := range map[string][]byte{"utf-8": text, "utf-8-bom": append([]byte("\xef\xbb\xbf"), text...), "gb18030": gbk, "zip": packed.Bytes()} {
			book := read(t, file(t, name, content), invoicebook.Options{})
			expect(t, book, "2 033001-5001 云南客户公司 2026-02-11 net 100 tax 6 CNY", "total CNY 1 net 100 tax 6")
			if enc := book.Files[0].Encoding; string(enc) != name && name != "zip" {
				t.Errorf("%s read as %s", name, enc)
			}
			if book.Lines[0].CustomerTaxID != "91530000291993988P" || book.Lines[0].CategoryCode != "技术服务" {
				t.Errorf("%+v", book.Lines[0])
			}
		}
	}
}
